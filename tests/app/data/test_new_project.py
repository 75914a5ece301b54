"""The Data page before there is a project: a file is read, a prompt is written, a task is begun."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.data.data_page import DataPage
from app.requests import (
    Answered,
    Cancel,
    CreateProject,
    Failed,
    LoadData,
    OpenDataFile,
    OpenSample,
    OpenSettings,
    Progressed,
    ShowPage,
)
from optimizer.events import Closed, TaskChanged
from optimizer.records import AnswerKind, CallRole, Caps, ColumnRole, Split
from optimizer.template import render
from optimizer.views import FaultView
from tests.app.build_views import MODELS, Recorder, rows, table, table_info, task_view
from tests.app.data.reading import PROMPT, button, read_file, said, split_rows


def test_without_anything_there_are_three_ways_to_begin(
    page: DataPage, heard: Recorder, qtbot: QtBot
) -> None:
    for text in ("Open data…", "Try the sample", "Connect a model"):
        qtbot.mouseClick(button(page, text), Qt.MouseButton.LeftButton)
    assert heard.requests == [OpenDataFile(), OpenSample(), OpenSettings("models")]


def test_a_file_is_shown_with_its_columns_and_read_at_once(page: DataPage, heard: Recorder) -> None:
    page.receive(Answered(OpenDataFile(), table_info()))
    assert page.drafting
    assert "tickets.csv · 12 rows · 4 columns · CSV · UTF-8" in said(page, "file")
    roles = {column.name: column.role for column in page.draft.data.columns}
    assert roles["message"] is ColumnRole.INPUT
    assert roles["id"] is ColumnRole.IGNORE
    assert heard.last(LoadData).path == table_info().path
    assert not page.draft.start.isEnabled()


def test_a_big_file_is_sampled_with_progress_and_can_be_cancelled(
    page: DataPage, heard: Recorder, qtbot: QtBot
) -> None:
    page.receive(Answered(OpenDataFile(), table_info()))
    asked = heard.last(LoadData)
    page.receive(Progressed(asked, 0.4, 420_000, 12.0))
    assert said(page, "counts") == "Reading: 420,000 rows so far, about 12 s left"
    qtbot.mouseClick(page.draft.data.reading.cancel, Qt.MouseButton.LeftButton)
    assert heard.last(Cancel).request == asked
    page.receive(Failed(asked, FaultView("Cancelled.", "", "cancelled", True)))
    assert said(page, "counts") == "Reading was cancelled."
    qtbot.mouseClick(button(page, "Read the rows"), Qt.MouseButton.LeftButton)
    page.receive(Answered(heard.last(LoadData), table(12, total=1_000_000)))
    split_rows(page, heard)
    assert "a fair sample of 1,000,000 rows" in said(page, "counts")


def test_another_limit_reads_the_file_again(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard, 12, total=1_000_000)
    page.draft.data.limit.setValue(500)
    assert heard.last(LoadData).limit == 500


def test_a_bad_row_is_named_and_the_others_can_be_used(
    page: DataPage, heard: Recorder, qtbot: QtBot
) -> None:
    page.receive(Answered(OpenDataFile(), table_info()))
    fault = FaultView("Line 7 of tickets.csv has a broken value.", "Mend it.", "RowFault")
    page.receive(Failed(heard.last(LoadData), fault))
    assert "Line 7" in said(page, "counts")
    qtbot.mouseClick(button(page, "Use the other rows"), Qt.MouseButton.LeftButton)
    assert heard.last(LoadData).skip_bad_rows


def test_a_file_that_cannot_be_read_is_told_inline_with_retry(
    page: DataPage, heard: Recorder, qtbot: QtBot
) -> None:
    asked = OpenDataFile()
    page.receive(Failed(asked, FaultView("tickets.csv has no rows.", "Choose another.")))
    assert not page.drafting
    qtbot.mouseClick(button(page, "Retry"), Qt.MouseButton.LeftButton)
    assert heard.requests == [asked]


def test_placeholders_are_matched_as_one_types(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard)
    draft = page.draft
    draft.editor.set_prompt("Reply to {{mesage}}")
    assert "Did you mean {{message}}?" in draft.editor.check_text
    assert not draft.start.isEnabled()
    button(page, "Use {{message}}").click()
    assert draft.editor.instruction == "Reply to {{message}}"
    assert draft.editor.check_text == "1 placeholder, with its column."
    assert draft.start.isEnabled()


def test_what_cannot_be_seen_in_a_prompt_is_removed_on_request(
    page: DataPage, heard: Recorder
) -> None:
    read_file(page, heard)
    editor = page.draft.editor
    editor.set_prompt("Reply to \u202e{{message}}")
    assert "[U+202E]" in editor.check_text
    assert page.draft.start.isEnabled()
    button(page, "Remove").click()
    assert editor.instruction == "Reply to {{message}}"
    editor.instruction_edit.undo()
    assert "\u202e" in editor.instruction


def test_the_example_in_the_empty_field_names_the_column_that_says_most(page: DataPage) -> None:
    info = replace(table_info(), columns=("id", "mail"), preview=({"id": "1", "mail": "Hello"},))
    page.receive(Answered(OpenDataFile(), info))
    assert page.draft.editor.instruction_edit.placeholderText().endswith("{{mail}}")


def test_a_repair_can_make_a_column_an_input(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard)
    page.draft.editor.set_prompt("{{message}} {{id}}")
    button(page, "Use it as input").click()
    assert page.draft.editor.usable
    assert any(c.name == "id" and c.role is ColumnRole.INPUT for c in page.draft.data.columns)


def test_a_click_on_a_column_puts_it_in(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard)
    button(page, "customer").click()
    assert page.draft.editor.instruction == "{{customer}}"


def test_the_prompt_is_rendered_for_the_chosen_row(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard)
    page.draft.editor.set_prompt(PROMPT)
    page.draft.data.preview.selectRow(1)
    assert page.draft.rendered.text == f"Reply to Mr Okafor.\n\nMessage: {rows(2)[1]['message']}"
    button_after = page.draft.rendered._after
    button_after.click()
    assert page.draft.data.preview.row == 2
    assert "Dana" in page.draft.rendered.text


def test_only_one_column_can_be_the_reference(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard)
    roles = page.draft.data.roles
    roles.set_role("reply", ColumnRole.REFERENCE)
    roles.set_role("customer", ColumnRole.REFERENCE)
    found = {column.name: column.role for column in roles.columns}
    assert found["customer"] is ColumnRole.REFERENCE
    assert found["reply"] is ColumnRole.INPUT


def test_start_comparing_asks_for_the_project_as_it_stands(
    page: DataPage, heard: Recorder, qtbot: QtBot
) -> None:
    read_file(page, heard)
    draft = page.draft
    draft.editor.set_prompt(PROMPT, "You are kind.")
    draft.task_form.criteria_edit.setPlainText("Friendly and short.")
    qtbot.mouseClick(draft.start, Qt.MouseButton.LeftButton)
    made = heard.last(CreateProject).draft
    assert made.name == "tickets"
    assert made.task.criteria == "Friendly and short."
    assert made.task.columns == draft.data.columns
    assert {example.split for example in made.examples} <= set(Split)
    assert len(made.examples) == 3
    assert made.models == dict(MODELS)
    assert made.caps == Caps(calls=500)
    sent = render(made.start, {"customer": "Ann", "message": "Hi"})
    assert sent[0].content == "You are kind."
    assert sent[1].content == "Reply to Ann.\n\nMessage: Hi"
    assert not draft.start.isEnabled()


def test_the_project_is_asked_for_by_key_alone_once_it_is_ready(
    page: DataPage, heard: Recorder, qtbot: QtBot
) -> None:
    read_file(page, heard)
    field = page.draft.editor.instruction_edit
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(field, Qt.Key.Key_Return, control)
    assert not [asked for asked in heard.requests if isinstance(asked, CreateProject)]
    page.draft.editor.set_prompt(PROMPT)
    qtbot.keyClick(field, Qt.Key.Key_Return, control)
    assert heard.last(CreateProject)


def test_once_the_project_is_made_the_next_draft_is_empty(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard)
    page.draft.editor.set_prompt(PROMPT)
    page.draft.start.click()
    page.receive(Answered(heard.last(CreateProject), "/data/p.pairtune"))
    page.handle(TaskChanged(task_view()))
    assert not page.drafting
    assert page.draft.editor.instruction == ""


def test_who_leaves_the_question_for_a_file_goes_on_with_the_draft(
    page: DataPage, heard: Recorder
) -> None:
    read_file(page, heard)
    page.draft.editor.set_prompt(PROMPT)
    page.draft.start.click()
    page.receive(Failed(heard.last(CreateProject), FaultView("", "", "cancelled")))
    assert page.draft.start.isEnabled()
    assert page.draft.editor.instruction == PROMPT


def test_a_project_that_cannot_be_made_leaves_its_draft(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard)
    page.draft.editor.set_prompt(PROMPT)
    page.draft.start.click()
    page.receive(Answered(heard.last(CreateProject), "/data/p.pairtune"))
    page.handle(Closed())
    assert heard.requests[-1] == ShowPage("data")
    assert page.drafting
    assert page.draft.editor.instruction == PROMPT
    assert page.draft.start.isEnabled()
    page.handle(TaskChanged(task_view()))  # another project is opened meanwhile
    assert page.draft.editor.instruction == PROMPT


def test_a_task_with_labels_needs_at_least_two(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard)
    page.draft.editor.set_prompt(PROMPT)
    page.draft.task_form._label.click()
    assert said(page, "missing") == "Name at least two labels."
    page.draft.task_form.labels_edit.setText("billing, delivery")
    page.draft.start.click()
    task = heard.last(CreateProject).draft.task
    assert task.answer_kind is AnswerKind.LABEL
    assert task.labels == ("billing", "delivery")


def test_without_a_model_for_answers_it_says_so(page: DataPage, heard: Recorder) -> None:
    read_file(page, heard)
    page.draft.editor.set_prompt(PROMPT)
    page.set_defaults({CallRole.ANSWER: None}, Caps())
    assert said(page, "missing") == "Choose a model for the answers."
