"""What the Data page tells of columns: labels, references and the metric that they allow."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.data.data_page import DataPage
from app.requests import Answered, LoadData, OpenDataFile, ShowPage, Summarise
from optimizer.dataset import summarise
from optimizer.events import TaskChanged
from optimizer.records import AnswerKind, ColumnRole, Options
from tests.app.build_views import Recorder, table, table_info, task_view
from tests.app.data.reading import button, read_file, said, split_rows


def test_columns_tell_what_they_hold_once_that_is_known(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard, 12)
    asked = heard.last(Summarise)
    page.receive(Answered(asked, summarise(asked.columns, asked.rows)))
    name = next(w for w in page.draft.data.roles.findChildren(QLabel) if w.text() == "customer")
    assert "100 % filled, 3 different values" in name.toolTip()
    assert "Looks like 3 labels." in name.toolTip()


def test_labels_are_suggested_from_the_reference(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard, 12)
    asked = heard.last(Summarise)
    page.receive(Answered(asked, summarise(asked.columns, asked.rows)))
    page.draft.data.roles.set_role("customer", ColumnRole.REFERENCE)
    page.draft.task_form._label.click()
    assert set(page.draft.task_form.labels_edit.text().split(", ")) == {
        "Ms Ito",
        "Mr Okafor",
        "Dana",
    }


def test_figures_of_an_earlier_file_are_passed_over(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard, 12)
    asked = heard.last(Summarise)
    read_file(page, heard, 3)
    page.receive(Answered(asked, summarise(asked.columns, asked.rows)))
    assert "customer" not in page.draft.data.labels


def test_a_reference_is_said_to_enable_a_metric(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard)
    roles = page.draft.data.roles
    roles.set_role("reply", ColumnRole.INPUT)
    assert said(page, "about-reference").startswith("A column with expected answers")
    roles.set_role("reply", ColumnRole.REFERENCE)
    assert said(page, "about-reference").startswith("The reference lets a metric")


def test_an_open_project_leads_from_its_references_to_the_metric(
    page: DataPage, heard: Recorder
) -> None:
    page.handle(TaskChanged(task_view()))
    assert not page.task.metric_hint.isVisible()
    view = task_view()
    labelled = tuple(replace(e, reference="In two days.") for e in view.preview)
    page.handle(TaskChanged(replace(view, preview=labelled)))
    button(page, "Choose a metric").click()
    assert heard.requests[-1] == ShowPage("progress")
    chosen = replace(view, preview=labelled, options=Options(metric="contains"))
    page.handle(TaskChanged(chosen))
    assert said(page, "metric-hint") == "Answers are scored: contains the expected answer."


ROWS = tuple(
    {"message": f"Message {n}", "team": ("billing", "delivery", "sales")[n % 3]} for n in range(12)
)


def read_tickets(page: DataPage, heard: Recorder) -> None:
    """Open a file of tickets, each with its team, and let all of it be read."""
    columns = ("message", "team")
    page.receive(
        Answered(OpenDataFile(), replace(table_info(), columns=columns, preview=ROWS, rows=12))
    )
    page.receive(Answered(heard.last(LoadData), replace(table(12), columns=columns, rows=ROWS)))
    split_rows(page, heard)
    asked = heard.last(Summarise)
    page.receive(Answered(asked, summarise(asked.columns, asked.rows)))


def role(page: DataPage, name: str) -> ColumnRole:
    return next(c.role for c in page.draft.data.columns if c.name == name)


def test_a_prompt_that_names_the_labels_of_a_column_makes_it_the_reference_with_one_click(
    page: DataPage, heard: Recorder, qtbot: QtBot
) -> None:
    read_tickets(page, heard)
    assert role(page, "team") is ColumnRole.INPUT
    page.draft.editor.set_prompt("Reply to {{message}}.")
    assert "“team” looks like labels" in said(page, "role-advice")
    page.draft.editor.set_prompt("Billing, delivery or sales?\n{{message}}")
    assert "names all values of “team”" in said(page, "role-advice")
    assert page.draft.task_form.kind is AnswerKind.FREE
    qtbot.mouseClick(button(page, "Make it the reference"), Qt.MouseButton.LeftButton)
    assert role(page, "team") is ColumnRole.REFERENCE
    assert page.draft.task_form.kind is AnswerKind.LABEL
    assert not page.draft.data.advice.isVisible()


def test_a_reference_of_labels_that_the_prompt_does_not_name_is_said_and_taken_back(
    page: DataPage, heard: Recorder, qtbot: QtBot
) -> None:
    read_tickets(page, heard)
    page.draft.data.roles.set_role("team", ColumnRole.REFERENCE)
    assert not page.draft.data.advice.isVisible(), "no prompt is written yet"
    page.draft.editor.set_prompt("Reply to {{message}}.")
    assert "names none of them" in said(page, "role-advice")
    page.draft.task_form.criteria_edit.setPlainText("Delivery or sales.")
    assert "does not name billing" in said(page, "role-advice")
    page.draft.task_form.criteria_edit.setPlainText("")
    qtbot.mouseClick(button(page, "Make it an input"), Qt.MouseButton.LeftButton)
    assert role(page, "team") is ColumnRole.INPUT
    assert page.draft.task_form.kind is AnswerKind.FREE


def test_what_the_person_said_of_the_answers_stays(
    page: DataPage, heard: Recorder, qtbot: QtBot
) -> None:
    read_tickets(page, heard)
    page.draft.task_form._free.click()
    page.draft.data.roles.set_role("team", ColumnRole.REFERENCE)
    page.draft.editor.set_prompt("Billing, delivery or sales?\n{{message}}")
    assert page.draft.task_form.kind is AnswerKind.FREE
    qtbot.mouseClick(button(page, "Answers are labels"), Qt.MouseButton.LeftButton)
    assert page.draft.task_form.kind is AnswerKind.LABEL
    assert not page.draft.data.advice.isVisible()
