"""The Data page with an open project: its criteria, its rows, its models."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.data.data_page import DataPage
from app.requests import (
    Answered,
    Failed,
    LoadData,
    MakeExamples,
    OpenDataFile,
    ShowPrompt,
    TestModel,
)
from optimizer.commands import AddExamples, SetTask
from optimizer.events import Closed, PoolChanged, TaskChanged
from optimizer.llm import ModelReport
from optimizer.records import CallRole
from optimizer.views import FaultView
from tests.app.build_views import MODELS, TASK, Recorder, pool_view, table, table_info, task_view
from tests.app.data.reading import button, read_file, said, split_rows


def test_the_open_project_takes_the_place_of_the_invitation(page: DataPage) -> None:
    page.handle(TaskChanged(task_view()))
    page.handle(PoolChanged(pool_view()))
    assert said(page, "project") == "Support replies"
    counts = "41 examples for tuning, 19 held out"
    assert said(page, "counts") == f"{counts} · the first 8 are shown"
    few = replace(task_view(), tuning=5, held_out=3)
    page.handle(TaskChanged(few))
    assert said(page, "counts") == "5 examples for tuning, 3 held out"
    assert "Reply to this customer of our shop." in page.task.rendered.text


def test_other_criteria_are_kept_on_request_and_the_consequence_is_said(
    page: DataPage, heard: Recorder, qtbot: QtBot
) -> None:
    page.handle(TaskChanged(task_view()))
    page.task.form.criteria_edit.setPlainText("Short.")
    assert "become history" in page.task._note.text()
    qtbot.mouseClick(button(page, "Keep changes"), Qt.MouseButton.LeftButton)
    assert heard.commands == [SetTask(replace(TASK, criteria="Short."))]


def test_an_edit_can_be_discarded(page: DataPage, heard: Recorder, qtbot: QtBot) -> None:
    page.handle(TaskChanged(task_view()))
    page.task.form.name_edit.setText("Other")
    qtbot.mouseClick(button(page, "Discard"), Qt.MouseButton.LeftButton)
    assert page.task.form.name_edit.text() == "Support replies"
    assert heard.commands == []


def test_a_change_of_counts_leaves_what_is_being_typed(page: DataPage) -> None:
    page.handle(TaskChanged(task_view()))
    page.task.form.criteria_edit.setPlainText("Half a sent")
    page.handle(TaskChanged(task_view(tuning=50)))
    assert page.task.form.criteria_edit.toPlainText() == "Half a sent"
    assert said(page, "counts").startswith("50 examples")


def test_rows_of_another_file_are_added(page: DataPage, heard: Recorder, qtbot: QtBot) -> None:
    page.handle(TaskChanged(task_view()))
    qtbot.mouseClick(button(page, "Add rows…"), Qt.MouseButton.LeftButton)
    page.receive(Answered(heard.last(OpenDataFile), table_info(3)))
    assert not page.drafting
    page.receive(Answered(heard.last(LoadData), table(3)))
    asked = heard.last(MakeExamples)
    assert asked.held_out_share == pytest.approx(19 / 60)
    split_rows(page, heard)
    (command,) = heard.commands
    assert isinstance(command, AddExamples)
    assert len(command.examples) == 3


def test_a_file_without_the_columns_of_the_project_is_not_added(
    page: DataPage, heard: Recorder, qtbot: QtBot
) -> None:
    page.handle(TaskChanged(task_view()))
    qtbot.mouseClick(button(page, "Add rows…"), Qt.MouseButton.LeftButton)
    other = replace(table_info(3), columns=("text",))
    page.receive(Answered(heard.last(OpenDataFile), other))
    assert "has no column “message”" in said(page, "more")
    assert heard.commands == []


def test_a_model_is_tested_with_one_button(page: DataPage, heard: Recorder) -> None:
    page.handle(TaskChanged(task_view()))
    card = page.task.models
    card._tests[CallRole.WRITE].click()
    asked = heard.last(TestModel)
    assert asked == TestModel(CallRole.WRITE, MODELS[CallRole.WRITE])
    page.receive(Answered(asked, ModelReport(800, 34.2, False, "Paris", None)))
    assert card._results[CallRole.WRITE].text() == (
        "Answered in 0.8 s, 34 tokens/s. Price unknown."
    )
    card._tests[CallRole.WRITE].click()
    fault = FaultView("The provider refused the key.", "Open Settings.", "auth")
    page.receive(Failed(heard.last(TestModel), fault))
    assert card._results[CallRole.WRITE].text() == "The provider refused the key. Open Settings."


def test_a_project_that_may_only_be_read_offers_no_change(page: DataPage) -> None:
    page.handle(TaskChanged(task_view(read_only=True)))
    assert not page.task.form.isEnabled()
    assert not button(page, "Add rows…").isEnabled()


def test_a_new_draft_beside_an_open_project_leads_back(
    page: DataPage, heard: Recorder, qtbot: QtBot
) -> None:
    page.handle(TaskChanged(task_view()))
    page.receive(Answered(OpenDataFile(), table_info()))
    assert page.drafting
    qtbot.mouseClick(button(page, "Back to Support replies"), Qt.MouseButton.LeftButton)
    assert not page.drafting


def test_the_start_prompt_leads_to_all_prompts(
    page: DataPage, heard: Recorder, qtbot: QtBot
) -> None:
    page.handle(TaskChanged(task_view()))
    page.handle(PoolChanged(pool_view()))
    qtbot.mouseClick(button(page, "All prompts"), Qt.MouseButton.LeftButton)
    assert heard.requests == [ShowPrompt(pool_view().start_id)]


def test_when_the_project_is_closed_the_invitation_is_back(page: DataPage) -> None:
    page.handle(TaskChanged(task_view()))
    page.handle(Closed())
    assert button(page, "Open data…").isVisible()


def test_html_in_the_data_stays_text(page: DataPage, heard: Recorder) -> None:
    row = {"message": "<b>bold</b><img src=x>", "customer": "A", "reply": "", "id": "1"}
    page.receive(Answered(OpenDataFile(), replace(table_info(1), preview=(row,))))
    shown = page.draft.data.roles._values["message"]
    assert shown.text() == row["message"]
    assert "&lt;b&gt;" in shown.toolTip()


def test_tab_goes_in_reading_order_also_through_what_came_later(
    page: DataPage, heard: Recorder
) -> None:
    read_file(page, heard)
    page.draft.editor.set_prompt("{{mesage}}")
    QApplication.processEvents()
    order = []
    widget = page.nextInFocusChain()
    while widget is not page:
        order.append(widget)
        widget = widget.nextInFocusChain()
    data, editor = page.draft.data, page.draft.editor
    wanted = [
        *data.roles.findChildren(QComboBox),
        data.preview,
        data.limit,
        page.draft.task_form.name_edit,
        editor.system_edit,
        editor.instruction_edit,
        button(page, "customer"),
        button(page, "Use {{message}}"),
    ]
    assert sorted(wanted, key=order.index) == wanted
