from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path, monkeypatch, environment):
    """A project whose environment is made without installing anything; says what was asked."""
    root = tmp_path / "project"
    (root / "packaging").mkdir(parents=True)
    (root / "pyproject.toml").write_text("[project]\n")
    for lock in (environment.RUNTIME_LOCK, environment.TEST_LOCK):
        (root / "packaging" / lock).write_text(f"# {lock}\n")
    made = environment.Environment(root)
    made.asked = []

    def create(self):
        made.asked.append("create")
        self.programs.mkdir(parents=True, exist_ok=True)
        self.python.write_text("")

    monkeypatch.setattr(environment.Environment, "_create", create)
    monkeypatch.setattr(environment.Environment, "_usable", lambda self: self.python.exists())
    monkeypatch.setattr(
        environment.Environment, "_pip", lambda self, *arguments: made.asked.append("pip")
    )
    return made


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 4), (3, 13, 1)])
def test_supported_pythons_are_accepted(environment, version):
    assert environment.refusal(version) is None


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 14, 0), (2, 7, 18), (4, 0, 0)])
def test_other_pythons_are_refused_with_a_remedy(environment, version):
    text = environment.refusal(version)
    assert "3.11 to 3.13" in text
    assert f"this is Python {version[0]}.{version[1]}." in text
    assert "start it with" in text


def test_a_second_run_installs_nothing(environment, project):
    project.prepare(environment.RUNTIME_LOCK)
    assert project.asked == ["create", "pip", "pip"]
    project.asked.clear()
    assert project.ready(environment.RUNTIME_LOCK)
    project.prepare(environment.RUNTIME_LOCK)
    assert project.asked == []


def test_the_runtime_does_not_cover_the_tests_but_the_tests_cover_the_runtime(environment, project):
    project.prepare(environment.RUNTIME_LOCK)
    assert not project.ready(environment.TEST_LOCK)
    project.prepare(environment.TEST_LOCK)
    assert project.ready(environment.RUNTIME_LOCK)
    assert project.ready(environment.TEST_LOCK)


@pytest.mark.parametrize("changed", ["packaging/requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_is_installed_again(environment, project, changed):
    project.prepare(environment.RUNTIME_LOCK)
    project.asked.clear()
    (project.root / changed).write_text("# changed\n")
    assert not project.ready(environment.RUNTIME_LOCK)
    project.prepare(environment.RUNTIME_LOCK)
    assert project.asked == ["pip", "pip"]


def test_an_installation_cut_short_is_never_taken_for_whole(environment, project, monkeypatch):
    project.prepare(environment.RUNTIME_LOCK)
    (project.root / "packaging" / environment.RUNTIME_LOCK).write_text("# newer\n")

    def cut(self, *arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(environment.Environment, "_pip", cut)
        with pytest.raises(KeyboardInterrupt):
            project.prepare(environment.RUNTIME_LOCK)
    assert not project.ready(environment.RUNTIME_LOCK)


def test_a_moved_project_is_set_up_again(environment, project, tmp_path):
    project.prepare(environment.RUNTIME_LOCK)
    moved = environment.Environment(project.root.rename(tmp_path / "moved"))
    assert not moved.ready(environment.RUNTIME_LOCK)


@pytest.mark.parametrize("stamp", ["", "[]", "{", "\x00"])
def test_a_damaged_stamp_is_no_stamp(environment, project, stamp):
    project.prepare(environment.RUNTIME_LOCK)
    (project.folder / "pairtune-stamp.json").write_text(stamp)
    assert not project.ready(environment.RUNTIME_LOCK)


def test_the_environment_this_runs_in_is_usable(environment):
    here = environment.Environment(Path(sys.prefix).parent)
    here.folder = Path(sys.prefix)
    assert here._usable()


def test_an_interpreter_that_does_not_start_is_not_usable(environment, tmp_path):
    broken = environment.Environment(tmp_path)
    assert not broken._usable()
    broken.programs.mkdir(parents=True)
    broken.python.write_text("#!/bin/sh\nexit 3\n")
    broken.python.chmod(0o755)
    assert not broken._usable()


def test_a_python_without_venv_is_told_which_package_brings_it(environment, tmp_path, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ensurepip" else real(name)
    )
    assert environment.lacks_venv()
    with pytest.raises(environment.SetupFault, match=r"apt-get install -y python3\.\d+-venv"):
        environment.Environment(tmp_path).prepare(environment.RUNTIME_LOCK)


def test_a_failing_installer_is_told_with_a_remedy(environment, tmp_path):
    failing = environment.Environment(tmp_path)
    failing.programs.mkdir(parents=True)
    failing.python.write_text("#!/bin/sh\nexit 1\n")
    failing.python.chmod(0o755)
    with pytest.raises(environment.SetupFault, match="network connection"):
        failing._pip("anything")


def test_an_old_system_is_told_before_anything_is_fetched(environment, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("platform.libc_ver", lambda: ("glibc", "2.31"))
    assert "2.34 or newer" in environment.old_system()
    monkeypatch.setattr("platform.libc_ver", lambda: ("glibc", "2.34"))
    assert environment.old_system() is None


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_locks_name_versions_and_hashes_and_no_host(environment, name):
    text = (environment.ROOT / "packaging" / name).read_text()
    assert "://" not in text
    assert "index" not in text
    for entry in text.replace("\\\n", " ").splitlines():
        assert "==" in entry
        assert "--hash=sha256:" in entry


def test_the_test_lock_holds_all_of_the_runtime_lock(environment):
    def entries(name):
        text = (environment.ROOT / "packaging" / name).read_text().replace("\\\n", " ")
        return {line.split(" --hash")[0].strip() for line in text.splitlines()}

    assert entries("requirements.lock") <= entries("requirements-test.lock")


def test_a_stamp_is_plain_json(environment, project):
    project.prepare(environment.RUNTIME_LOCK)
    stamp = json.loads((project.folder / "pairtune-stamp.json").read_text())
    assert set(stamp) == {environment.RUNTIME_LOCK, "place", "project"}
