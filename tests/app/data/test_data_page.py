"""The Data page: from a file to a project, and the open project's task."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.data.data_page import DataPage
from app.requests import (
    Answered,
    Cancel,
    CreateProject,
    Failed,
    LoadData,
    MakeExamples,
    OpenDataFile,
    OpenSample,
    OpenSettings,
    Progressed,
    ShowPage,
    ShowPrompt,
    Summarise,
    TestModel,
)
from app.theme import Theme
from optimizer.commands import AddExamples, SetTask
from optimizer.dataset import summarise, to_examples
from optimizer.events import Closed, PoolChanged, TaskChanged
from optimizer.llm import ModelReport
from optimizer.records import AnswerKind, CallRole, Caps, ColumnRole, Options, Split
from optimizer.template import render
from optimizer.views import FaultView
from tests.app.build_views import (
    MODELS,
    TASK,
    Recorder,
    pool_view,
    rows,
    table,
    table_info,
    task_view,
)

PROMPT = "Reply to {{customer}}.\n\nMessage: {{message}}"


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> DataPage:
    made = DataPage(theme)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.set_defaults(dict(MODELS), Caps(calls=500))
    made.show()
    return made


@pytest.fixture
def heard(page: DataPage) -> Recorder:
    return Recorder(page)


def button(page: DataPage, text: str) -> QPushButton:
    # What was added to a layout is shown by the event loop.
    QApplication.processEvents()
    return next(
        b for b in page.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(page)
    )


def said(page: DataPage, name: str) -> str:
    return next(w.text() for w in page.findChildren(QLabel, name) if w.isVisibleTo(page))


def split_rows(page: DataPage, heard: Recorder) -> None:
    asked = heard.last(MakeExamples)
    page.receive(Answered(asked, to_examples(asked.rows, asked.columns, asked.held_out_share)))


def read_file(page: DataPage, heard: Recorder, number: int = 3, total: int | None = None) -> None:
    page.receive(Answered(OpenDataFile(), table_info(number)))
    page.receive(Answered(heard.last(LoadData), table(number, total)))
    split_rows(page, heard)


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


def test_the_open_project_takes_the_place_of_the_invitation(page: DataPage) -> None:
    page.handle(TaskChanged(task_view()))
    page.handle(PoolChanged(pool_view()))
    assert said(page, "project") == "Support replies"
    assert said(page, "counts") == "41 examples for tuning, 19 held out"
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
