"""Methods in the terminal: told, begun with settings, refused with the reason."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from app.cli import tune as cli_tune
from app.cli.main import main
from app.cli.method import Wish
from app.cli.tune import Desk
from optimizer.commands import Close, StartMethod
from optimizer.events import Closed, StatusChanged, TaskChanged
from optimizer.methods import load_catalogue
from optimizer.runner import Runner
from optimizer.store import Store
from tests.app.build_views import status, task_view
from tests.fake_service import FakeService
from tests.small_project import babble

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeService:
    fake = FakeService(babble, threaded=True)
    monkeypatch.setattr(fake, "close", lambda: None)
    monkeypatch.setattr(cli_tune, "ModelService", lambda *_: fake)
    monkeypatch.setenv("PAIRTUNE_HOME", str(tmp_path / "home"))
    return fake


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [{"message": f"Message number {n}, please help."} for n in range(24)]
    file = tmp_path / "letters.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "prompt.txt").write_text("Reply to the message.\n\nMessage: {{message}}\n")
    return file


def tune(monkeypatch: pytest.MonkeyPatch, data: Path, *arguments: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\nq\n"))
    prompt = str(data.with_name("prompt.txt"))
    return main(["tune", str(data), "--prompt", prompt, *arguments])


def runs(data: Path) -> list[tuple[str, object, bool]]:
    with Store.open(data.with_suffix(".pairtune")) as store:
        return [(r.method, r.settings["method_settings"], r.finished) for r in store.runs()]


def test_the_methods_are_listed_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["methods"]) == 0
    listed = capsys.readouterr().out
    assert "auto" in listed.splitlines()[0]
    assert main(["methods", "critique"]) == 0
    told = capsys.readouterr().out
    assert "Gradient Descent" in told
    assert "--set losses=4   1 to 12" in told
    assert main(["methods", "nothing"]) == 1
    assert "There is no method nothing" in capsys.readouterr().err


def test_a_project_marks_what_it_lacks_something_for(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tune(monkeypatch, data) == 0
    capsys.readouterr()
    assert main(["methods", "--project", str(data.with_suffix(".pairtune"))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("- critique") for line in lines)
    assert any(line.startswith("  layout") for line in lines)


def test_a_method_is_begun_with_its_settings(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tune(monkeypatch, data, "--method", "components", "--set", "most=2") == 0
    assert runs(data) == [("components", {"most": 2}, False)]


def test_the_same_command_goes_on_and_another_method_follows(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = ("--method", "components", "--set", "most=2")
    assert tune(monkeypatch, data, *same) == 0
    assert tune(monkeypatch, data, *same) == 0
    assert len(runs(data)) == 1
    assert tune(monkeypatch, data, "--method", "layout") == 0
    assert [(name, finished) for name, _, finished in runs(data)] == [
        ("components", True),
        ("layout", False),
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--method", "critique"), "a writer model"),
        (("--method", "nothing"), "There is no method nothing"),
        (("--method", "components", "--set", "most=99"), "1 to 12 is allowed"),
        (("--method", "components", "--set", "least=1"), "no setting least"),
        (("--method", "components", "--set", "most"), "names no value"),
        (("--set", "most=1"), "--method NAME"),
        (("--metric", "guess"), "There is no metric guess"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_made(
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    told: str,
) -> None:
    assert tune(monkeypatch, data, *arguments) == 1
    assert told in capsys.readouterr().err
    assert not data.with_suffix(".pairtune").exists()


def test_a_project_that_lacks_something_ends_with_an_error(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tune(monkeypatch, data) == 0
    assert tune(monkeypatch, data, "--method", "critique") == 1
    assert "a writer model" in capsys.readouterr().err
    assert [name for name, *_ in runs(data)] == ["auto"]


def test_who_quits_at_once_is_told_all_the_same_that_a_method_cannot_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    desk = Desk(tmp_path / "letters.pairtune", None, wish=Wish(load_catalogue().find("layout"), {}))
    posted: list[object] = []
    desk.runner = cast(Runner, SimpleNamespace(post=posted.append))
    desk.post(TaskChanged(task_view()))
    desk._inbox.put("q")
    desk.post(StatusChanged(status()))
    desk.post(Closed())
    desk.run()
    assert posted == [StartMethod("layout", {}), Close()]


def test_who_reads_the_first_line_alone_sees_no_error() -> None:
    command = [sys.executable, "-m", "app", "methods"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        # Nothing is read at all: how much a pipe holds is the system's.
        process.stdout.close()
        said = process.stderr.read()
    assert said == ""
    assert process.returncode == 0
