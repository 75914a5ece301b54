"""What a new project will take is said before it is begun."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app import chores
from app.cli import tune as cli_tune
from app.cli.main import main
from app.context import AppContext
from app.data.data_page import DataPage
from app.requests import Answered, EstimateRun, LoadData, MakeExamples, OpenDataFile
from app.theme import Theme
from optimizer.dataset import to_examples
from optimizer.events import StatusChanged, TaskChanged
from optimizer.records import CallRole, Caps, ModelSpec
from optimizer.store import Store
from optimizer.views import EngineState, ForecastView
from tests.app.build_views import Recorder, table, table_info, task_view
from tests.app.fake_engine import make_status
from tests.fake_service import FakeService
from tests.small_project import babble

MODELS = {CallRole.ANSWER: ModelSpec("openai/gpt-4o-mini"), CallRole.WRITE: None}


def words(page: DataPage, name: str) -> str:
    shown = (w for w in page.findChildren(QLabel, name) if w.isVisibleTo(page))
    return " ".join(w.text() for w in shown)


def test_the_foot_of_a_new_project_tells_calls_cost_and_time(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    page = DataPage(theme)
    qtbot.addWidget(page)
    heard = Recorder(page)
    page.set_defaults(MODELS, Caps(calls=1))
    page.receive(Answered(OpenDataFile(), table_info(12)))
    page.receive(Answered(heard.last(LoadData), table(12)))
    split = heard.last(MakeExamples)
    page.receive(Answered(split, to_examples(split.rows, split.columns, split.held_out_share)))
    page.draft.task_form.name_edit.setText("Replies")
    page.draft.editor.set_prompt("Reply to this.\n\n{{message}}")
    qtbot.waitUntil(lambda: any(isinstance(asked, EstimateRun) for asked in heard.requests))
    context = AppContext(tmp_path)
    asked = heard.last(EstimateRun)
    page.receive(Answered(asked, chores.estimate_run(context, asked)))
    context.close()
    said = words(page, "missing")
    assert said.startswith("Ready. gpt-4o-mini will answer. About ")
    assert "$" in said
    assert "for the next 30 votes" in said
    assert "room for no new prompt" in said


def test_an_open_project_tells_it_beside_its_limits(qtbot: QtBot, theme: Theme) -> None:
    page = DataPage(theme)
    qtbot.addWidget(page)
    page.handle(TaskChanged(task_view()))
    forecast = ForecastView(30, (20, 80), (1, 2), (0.0, 0.0), (5.0, 60.0))
    page.handle(StatusChanged(make_status(forecast=forecast, caution="Little room.")))
    assert words(page, "forecast") == "About 20–80 calls, free, 5–60 s for the next 30 votes."
    assert words(page, "caution") == "Little room."
    page.handle(StatusChanged(make_status()))
    assert words(page, "forecast") == words(page, "caution") == ""


@pytest.fixture
def letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rows = "".join(f'{{"message": "Message number {n}, please help."}}\n' for n in range(24))
    file = tmp_path / "letters.jsonl"
    file.write_text(rows)
    (tmp_path / "prompt.txt").write_text("Reply to the message.\n\nMessage: {{message}}\n")
    service = FakeService(babble, threaded=True, price=(1.0, 2.0))
    monkeypatch.setattr(service, "close", lambda: None)
    monkeypatch.setattr(cli_tune, "ModelService", lambda *_: service)
    monkeypatch.setattr(sys, "stdin", io.StringIO("q\n"))
    return file


def tune(letters: Path, *options: str) -> int:
    prompt = str(letters.with_name("prompt.txt"))
    return main(["tune", str(letters), "--prompt", prompt, *options])


def test_the_terminal_tells_it_and_stops(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tune(letters, "--estimate", "--max-tokens", "9") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "for the next 30 votes" in said
    assert "room for no new prompt" in said
    assert not letters.with_suffix(".pairtune").exists()


def test_the_terminal_tells_it_once_and_each_new_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = cli_tune.Desk(tmp_path / "p.pairtune", None)
    forecast = ForecastView(30, (20, 80), (1, 2), None, (5.0, 60.0))
    for caution in ("", "", "Little room.", "Little room."):
        status = make_status(EngineState.RUNNING, forecast=forecast, caution=caution)
        desk._foretell(status)
    said = " ".join(capsys.readouterr().out.split())
    assert said.count("for the next 30 votes") == 1
    assert said.count("Little room.") == 1


def test_prices_and_limits_of_the_terminal_are_kept_with_the_models(letters: Path) -> None:
    options = ["--answer-model=openai/m", "--write-model=openai/w", "--price-in=0.5"]
    options += ["--price-out=2", "--calls-per-minute=30", "--tokens-per-minute=9000"]
    assert tune(letters, *options) == 0
    with Store.open(letters.with_suffix(".pairtune")) as store:
        models = store.project().models
    limits = {"calls_per_minute": 30, "tokens_per_minute": 9000}
    assert models[CallRole.ANSWER] == ModelSpec("openai/m", price_in=0.5, price_out=2.0, **limits)
    assert models[CallRole.WRITE] == ModelSpec("openai/w", price_in=0.5, price_out=2.0, **limits)


def test_a_gguf_file_is_named_like_a_model(letters: Path) -> None:
    assert tune(letters, "--answer-model=some.gguf") == 0
    with Store.open(letters.with_suffix(".pairtune")) as store:
        found = store.project().models[CallRole.ANSWER]
    assert found == ModelSpec(file=str(Path("some.gguf").resolve()))
