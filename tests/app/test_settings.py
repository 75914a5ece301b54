"""What the program remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.keymap import Keymap
from app.settings import RECENT, Settings
from optimizer.records import CallRole, Caps, ModelSpec


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the settings lie."""
    return tmp_path / "settings.ini"


def reopened(settings: Settings) -> Settings:
    """Return the settings as the next start finds them."""
    settings.flush()
    return Settings(settings.path)


def test_everything_has_a_default(file: Path) -> None:
    settings = Settings(file)
    assert settings.recent_projects == ()
    assert settings.last_project is None
    assert settings.appearance == "system"
    assert settings.zoom == 1.0
    assert settings.page == "compare"
    assert settings.geometry.isEmpty()
    assert settings.caps == Caps()
    assert settings.models[CallRole.ANSWER] == ModelSpec()
    assert settings.models[CallRole.JUDGE] is None


def test_what_is_kept_is_there_after_the_next_start(file: Path) -> None:
    settings = Settings(file)
    spec = ModelSpec(model="openai/small", key_name="env:KEY", price_in=0.5)
    settings.appearance = "dark"
    settings.zoom = 1.25
    settings.page = "progress"
    settings.keymap = Keymap({"vote.left": "A"}, single_keys=False)
    embedder = ModelSpec(model="openai/embedder")
    models = {
        CallRole.ANSWER: spec,
        CallRole.WRITE: None,
        CallRole.JUDGE: None,
        CallRole.EMBED: embedder,
    }
    settings.models = models
    settings.caps = Caps(calls=200, cost_usd=0.5)
    settings = reopened(settings)
    assert settings.appearance == "dark"
    assert settings.zoom == 1.25
    assert settings.page == "progress"
    assert settings.keymap.changes == {"vote.left": "A"}
    assert not settings.keymap.single_keys
    assert settings.models == models
    assert settings.caps == Caps(calls=200, cost_usd=0.5)


def test_recent_projects_are_newest_first_without_repeats_or_ghosts(
    file: Path, tmp_path: Path
) -> None:
    settings = Settings(file)
    paths = [tmp_path / f"{n}.pairtune" for n in range(RECENT + 3)]
    for path in paths:
        path.touch()
        settings.remember_project(path)
    settings.remember_project(paths[5])
    paths[-1].unlink()
    recent = reopened(settings).recent_projects
    assert recent[0] == paths[5]
    assert len(recent) == len(set(recent)) == RECENT - 1
    settings.forget_projects()
    assert settings.recent_projects == ()


def test_the_last_project_counts_only_while_it_is_there(file: Path, tmp_path: Path) -> None:
    project = tmp_path / "a.pairtune"
    settings = Settings(file)
    settings.set_last_project(project)
    assert settings.last_project is None
    project.touch()
    assert settings.last_project == project
    settings.set_last_project(None)
    assert settings.last_project is None


def test_ways_of_reading_are_kept_for_each_project(file: Path) -> None:
    settings = Settings(file)
    settings.set_reading(Path("/a"), "markdown", True)
    settings = reopened(settings)
    assert settings.reading(Path("/a"), "markdown", False)
    assert not settings.reading(Path("/b"), "markdown", False)


def test_a_damaged_entry_costs_only_itself(file: Path) -> None:
    file.write_text('[look]\nzoom=not a number\nappearance="\\"dark\\""\n', encoding="utf-8")
    settings = Settings(file)
    assert settings.zoom == 1.0
    assert settings.appearance == "dark"
