"""What a new project will take is said before it is begun."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app import chores
from app.context import AppContext
from app.data_page import DataPage
from app.requests import Answered, EstimateRun, LoadData, MakeExamples, OpenDataFile
from app.theme import Theme
from optimizer.dataset import to_examples
from optimizer.events import StatusChanged, TaskChanged
from optimizer.records import CallRole, Caps, ModelSpec
from optimizer.views import ForecastView
from tests.app.build_views import Recorder, table, table_info, task_view
from tests.app.fake_engine import make_status

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
