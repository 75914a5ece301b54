"""The export: what is shown is what is written."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.dialogs.export_dialog import FORMATS, ExportDialog, file_name
from app.latest import Latest
from app.requests import ExportReport, ExportVotes, SaveText
from app.theme import Theme
from optimizer.events import (
    Closed,
    CurveChanged,
    HistoryChanged,
    PoolChanged,
    StatusChanged,
    TaskChanged,
)
from optimizer.export import PROMPT_FORMATS
from optimizer.importing import import_prompt
from optimizer.records import Candidate
from optimizer.reports.report import render_report
from tests.app.build_views import (
    START,
    Recorder,
    candidates,
    curve,
    history,
    pool_view,
    status,
    task_view,
)


@pytest.fixture
def latest() -> Latest:
    made = Latest()
    for event in (
        TaskChanged(task_view()),
        PoolChanged(pool_view()),
        CurveChanged(curve()),
        StatusChanged(status()),
        HistoryChanged(history(), whole=True),
    ):
        made.handle(event)
    return made


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, latest: Latest) -> ExportDialog:
    made = ExportDialog(theme, pool_view(), latest.write_prompt, "Support replies")
    qtbot.addWidget(made)
    made.show()
    return made


def test_every_format_of_the_engine_is_offered() -> None:
    assert tuple(fmt for fmt, _, _ in FORMATS) == PROMPT_FORMATS


def test_the_recommended_prompt_comes_first(dialog: ExportDialog) -> None:
    assert dialog.prompt.currentText() == "B3: with an example (recommended)"
    assert "It arrives on Friday. Sorry!" in dialog.preview.toPlainText()
    assert "Votes: 13" in dialog.preview.toPlainText()


@pytest.mark.parametrize("fmt", ["json", "yaml"])
def test_what_is_saved_can_be_read_back(dialog: ExportDialog, fmt: str) -> None:
    heard = Recorder(dialog)
    dialog.format.setCurrentIndex(dialog.format.findData(fmt))
    dialog.save.click()
    saved = heard.last(SaveText)
    assert saved.suggested_name == f"support-replies-b3-with-an-example.{fmt}"
    assert import_prompt(saved.text, fmt) == candidates()[3].candidate.prompt


def test_another_prompt_can_be_chosen_and_copied(dialog: ExportDialog) -> None:
    dialog.prompt.setCurrentIndex(dialog.prompt.findData(candidates()[1].candidate.id))
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.text
    assert "Reply in two short sentences." in dialog.text


def test_a_prompt_that_was_asked_for_is_shown(qtbot: QtBot, theme: Theme, latest: Latest) -> None:
    wanted = candidates()[2].candidate
    made = ExportDialog(theme, pool_view(), latest.write_prompt, "P", wanted.id)
    qtbot.addWidget(made)
    assert made.prompt.currentText() == wanted.name


def test_votes_and_report_are_asked_for(dialog: ExportDialog) -> None:
    heard = Recorder(dialog)
    dialog.votes["csv"].click()
    dialog.votes["jsonl"].click()
    dialog.report.click()
    assert heard.requests == [ExportVotes("csv"), ExportVotes("jsonl"), ExportReport()]


def test_file_names_hold_nothing_that_a_system_refuses() -> None:
    odd = Candidate(START, "B1", 'a/b\\c:"<>|?*')
    assert file_name("Über: alles", odd, "md") == "über-alles-b1-a-b-c.md"


def test_the_report_is_made_of_what_was_told_last(latest: Latest) -> None:
    data = latest.report_data()
    assert data is not None
    assert [row.number for row in data.votes] == list(range(1, 15))
    page = render_report(data)
    assert "Support replies" in page
    latest.handle(Closed())
    assert latest.report_data() is None
