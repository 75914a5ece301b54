"""The Prompts page: what is told of every prompt, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.prompts.prompts_head import LINEAGE, REFUSED
from app.prompts.prompts_page import PromptsPage
from app.prompts.prompts_table import REASON
from app.requests import Answered, ExportPrompt, ImportPrompt, ShowVotes, VoteFilter
from app.theme import Theme
from optimizer.commands import (
    AddPrompt,
    ArchivePrompt,
    PinPrompt,
    ProposeNow,
    SetStart,
    SetTask,
)
from optimizer.events import Closed, PoolChanged, TaskChanged
from optimizer.views import WordingVersion
from tests.app.build_views import START, TASK, Recorder, candidates, pool_view, task_view

NAMES = [row.candidate.name for row in candidates()]
IDS = [row.candidate.id for row in candidates()]


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> PromptsPage:
    made = PromptsPage(theme)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.handle(TaskChanged(task_view()))
    made.handle(PoolChanged(pool_view()))
    made._throttle.flush()
    return made


@pytest.fixture
def heard(page: PromptsPage) -> Recorder:
    return Recorder(page)


def column(page: PromptsPage, title: str) -> list[str]:
    titles = [known.title for known in page.table.rows_model.columns]
    at = titles.index(title)
    model = page.table.model()
    return [model.index(row, at).data() for row in range(model.rowCount())]


def tell(page: PromptsPage, *events: object) -> None:
    for event in events:
        page.handle(event)
    page._throttle.flush()


def test_the_table_is_sorted_by_strength_and_the_recommended_prompt_is_chosen(
    page: PromptsPage,
) -> None:
    assert column(page, "Prompt") == [NAMES[3], NAMES[1], NAMES[4], NAMES[0], NAMES[2]]
    assert page.table.selected_row().candidate.id == IDS[3]
    assert column(page, "State") == [
        "recommended, pinned",
        "in play",
        "archived",
        "start",
        "retired",
    ]


def test_an_unknown_price_is_a_dash_and_never_zero(page: PromptsPage) -> None:
    assert column(page, "Cost/answer") == ["–", "free", "–", "free", "$0.0003"]


def test_the_chosen_prompt_is_shown_with_its_layout_in_words(page: PromptsPage) -> None:
    assert "{{message}}" in page.details.view.toPlainText()
    assert "It arrives on Friday. Sorry!" in page.details.view.toPlainText()
    assert "Cue at the end: “Reply:”" in page.details.facts.text
    assert "Worked examples: 1, as chat turns" in page.details.facts.text


def test_reason_and_hypothesis_are_told(page: PromptsPage) -> None:
    page.show_prompt(IDS[1])
    assert "Written by “Shorten” from Start." in page.details.why.text
    assert "Long replies lost three of four duels." in page.details.why.text
    assert "Readers prefer replies that end sooner." in page.details.why.text


def test_a_prompt_tells_which_text_of_the_persons_own_its_writer_was_told(
    page: PromptsPage,
) -> None:
    page.show_prompt(IDS[1])
    assert "changed in this project" not in page.details.why.text
    version = WordingVersion("critique_rewrite", "2026-11-21T20:10:00.000Z")
    rows = tuple(replace(row, wording=version) for row in pool_view().candidates)
    tell(page, PoolChanged(replace(pool_view(), candidates=rows)))
    assert "“Critique: new prompt” as it was changed in this project, 2026-11-2" in (
        page.details.why.text
    )


def test_the_changes_against_parent_start_and_best_are_marked(page: PromptsPage) -> None:
    page.show_prompt(IDS[1])
    page.details.setCurrentIndex(1)
    against = page.details._against
    assert [against.itemText(at) for at in range(against.count())] == [
        "its parent: Start",
        "the start prompt: Start",
        "the recommended prompt: B3: with an example",
        *(name for name in NAMES if name not in (NAMES[1], "Start", "B3: with an example")),
    ]
    shown = page.details.diff.toPlainText()
    assert "two short sentences" in shown
    assert "this customer of our shop" in shown
    struck = underlined = ""
    cursor = QTextCursor(page.details.diff.document())
    while cursor.movePosition(
        QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor
    ):
        struck += cursor.selectedText() if cursor.charFormat().fontStrikeOut() else ""
        underlined += cursor.selectedText() if cursor.charFormat().fontUnderline() else ""
        cursor.clearSelection()
    assert "customer" in struck
    assert "short" in underlined


def test_the_prompt_is_rendered_for_an_example(page: PromptsPage) -> None:
    page.show_prompt(IDS[2])
    page.details.setCurrentIndex(3)
    assert "Reply warmly and name the next step, Ms Ito first." in page.details.rendered.text


def test_the_lineage_shows_who_came_from_whom_and_what_it_gained(page: PromptsPage) -> None:
    page.head.tabs.setCurrentIndex(LINEAGE)
    root = page.tree.topLevelItem(0)
    assert root.text(0) == "Start"
    children = {root.child(at).text(0): root.child(at) for at in range(root.childCount())}
    assert set(children) == {NAMES[1], NAMES[2], NAMES[4]}
    grandchild = children[NAMES[1]].child(0)
    assert grandchild.text(0) == "B3: with an example (also from B2)"
    assert grandchild.text(2) == "+0.39"
    page.tree.setCurrentItem(children[NAMES[2]])
    assert page.table.selected_row().candidate.id == IDS[2]


def test_refused_proposals_are_listed_with_gate_and_reason(page: PromptsPage) -> None:
    assert page.head.tabs.tabText(REFUSED) == "Refused 2"
    assert "Critique\tdetailed steps\tplaceholders\tIt lost {{message}}." in (
        page.refused.as_text()
    )


def test_pin_archive_and_start_are_commands(page: PromptsPage, heard: Recorder) -> None:
    page.show_prompt(IDS[1])
    page.bar.pin.click()
    page.bar.archive.click()
    page.bar.set_start.trigger()
    assert heard.commands == [PinPrompt(IDS[1]), ArchivePrompt(IDS[1]), SetStart(IDS[1])]
    page.show_prompt(IDS[3])
    assert page.bar.pin.text() == "Unpin"
    page.bar.pin.click()
    assert heard.commands[-1] == PinPrompt(IDS[3], pinned=False)
    page.show_prompt(IDS[4])
    assert page.bar.archive.text() == "Restore"
    page.bar.archive.click()
    assert heard.commands[-1] == ArchivePrompt(IDS[4], archived=False)


def test_the_start_prompt_cannot_be_archived(page: PromptsPage) -> None:
    page.show_prompt(IDS[0])
    assert not page.bar.archive.isEnabled()
    assert not page.bar.set_start.isEnabled()


def test_export_votes_copy_import_and_new_prompts_are_asked_for(
    page: PromptsPage, heard: Recorder
) -> None:
    page.show_prompt(IDS[1])
    page.bar.export.click()
    page.bar.show_votes.trigger()
    page.head.import_file.click()
    assert heard.requests == [
        ExportPrompt(IDS[1]),
        ShowVotes(VoteFilter(prompt_id=IDS[1])),
        ImportPrompt(),
    ]
    page.head.propose.click()
    assert heard.commands == [ProposeNow()]
    page.bar.copy.trigger()
    assert "Reply in two short sentences." in QGuiApplication.clipboard().text()


def test_edit_as_new_checks_as_one_types_and_adds_a_child(
    page: PromptsPage, heard: Recorder, qtbot: QtBot
) -> None:
    page.show_prompt(IDS[1])
    page.bar.edit.click()
    editor = page.editor
    assert not editor.save.isEnabled()
    editor.editor.set_prompt("Reply to {{custmer}} in one sentence.", START.system)
    assert "Did you mean {{customer}}?" in editor.editor.check_text
    assert not editor.save.isEnabled()
    editor.editor.set_prompt("Reply to {{customer}} in one sentence.", START.system)
    assert "Reply to Ms Ito in one sentence." in editor.rendered.text
    editor.label_edit.setText("one sentence")
    qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    (command,) = heard.commands
    expected = replace(START, instruction="Reply to {{customer}} in one sentence.")
    assert command == AddPrompt(expected, (IDS[1],), "one sentence")
    assert page._below.currentIndex() == 0


def test_what_was_saved_as_new_is_chosen_and_in_sight_as_soon_as_it_is_there(
    page: PromptsPage, heard: Recorder, qtbot: QtBot
) -> None:
    many = [
        replace(row, candidate=replace(row.candidate, prompt=replace(START, instruction=f"{n}")))
        for n, row in enumerate([candidates()[1]] * 60)
    ]
    view = pool_view()
    tell(page, PoolChanged(replace(view, candidates=(*view.candidates, *many))))
    page.show_prompt(IDS[3])
    page.bar.edit.click()
    page.editor.editor.set_prompt("Reply to {{customer}} in one sentence.", START.system)
    assert page.editor._note.text() == "1 demonstration without such a column left out."
    page.editor.save.click()
    (command,) = heard.commands
    assert command.prompt.demonstrations == (), "those of the parent lack the customer"
    weak = candidates()[2]
    new = replace(weak, candidate=replace(weak.candidate, prompt=command.prompt, handle="B61"))
    tell(page, PoolChanged(replace(view, candidates=(*view.candidates, *many, new))))
    assert page.table.selected_row().candidate.handle == "B61"
    seen = page.table.visualRect(page.table.currentIndex())
    assert page.table.viewport().rect().contains(seen.center())
    page.show_prompt(IDS[1])
    tell(page, PoolChanged(replace(view, candidates=(*view.candidates, *many, new))))
    assert page.table.selected_row().candidate.id == IDS[1], "what is chosen later stays"


def test_an_edit_is_saved_by_key_alone_once_it_is_usable(
    page: PromptsPage, heard: Recorder, qtbot: QtBot
) -> None:
    page.show_prompt(IDS[1])
    page.bar.edit.click()
    editor = page.editor
    field = editor.editor.instruction_edit
    control = Qt.KeyboardModifier.ControlModifier
    editor.editor.set_prompt("Reply to {{custmer}}.", START.system)
    qtbot.keyClick(field, Qt.Key.Key_Return, control)
    assert not heard.commands
    editor.editor.set_prompt("Reply to {{customer}} in one sentence.", START.system)
    qtbot.keyClick(field, Qt.Key.Key_Return, control)
    assert [type(command) for command in heard.commands] == [AddPrompt]


def test_a_text_that_is_there_already_is_not_added_again(page: PromptsPage) -> None:
    page.show_prompt(IDS[1])
    page.bar.edit.click()
    page.editor.editor.set_prompt(START.instruction, START.system)
    assert page.editor._note.text() == "This is the same as Start."
    assert not page.editor.save.isEnabled()


def test_an_update_while_editing_keeps_what_is_typed(page: PromptsPage) -> None:
    page.bar.edit.click()
    page.editor.editor.set_prompt("Half a sent")
    tell(page, PoolChanged(pool_view(candidates=candidates()[:4])))
    assert page.editor.editor.instruction == "Half a sent"


def test_selected_text_is_locked_in_every_prompt(page: PromptsPage, heard: Recorder) -> None:
    page.show_prompt(IDS[0])
    view = page.details.view
    assert not page.details._lock.isEnabled()
    cursor = view.document().find("this customer")
    view.setTextCursor(cursor)
    page.details._lock.click()
    assert heard.commands == [SetTask(replace(TASK, locks=("this customer",)))]
    tell(page, TaskChanged(task_view(task=replace(TASK, locks=("this customer",)))))
    assert len(view.extraSelections()) == 1
    page.details._lock_list.setCurrentRow(0)
    page.details._unlock.click()
    assert heard.commands[-1] == SetTask(TASK)


def test_text_of_the_layout_cannot_be_locked(page: PromptsPage) -> None:
    page.show_prompt(IDS[0])
    page.details.view.setTextCursor(page.details.view.document().find("[system]"))
    assert not page.details._lock.isEnabled()


def test_locked_text_blocks_an_edit_that_loses_it(page: PromptsPage) -> None:
    tell(page, TaskChanged(task_view(task=replace(TASK, locks=("this customer",)))))
    page.show_prompt(IDS[0])
    page.bar.edit.click()
    page.editor.editor.set_prompt("Reply.", START.system)
    assert "“this customer” must stay" in page.editor.editor.check_text
    assert not page.editor.save.isEnabled()


def test_archived_prompts_can_be_hidden(page: PromptsPage) -> None:
    page.head.archived.setChecked(False)
    assert NAMES[4] not in column(page, "Prompt")
    page.show_prompt(IDS[4])
    assert page.table.selected_row().candidate.id == IDS[4]


def test_the_choice_survives_an_update(page: PromptsPage) -> None:
    page.show_prompt(IDS[2])
    tell(page, PoolChanged(pool_view(candidates=tuple(reversed(candidates())))))
    assert page.table.selected_row().candidate.id == IDS[2]
    assert "warmly" in page.details.view.toPlainText()


def test_a_hidden_page_is_not_redrawn_until_it_is_seen(page: PromptsPage) -> None:
    page.hide()
    page.handle(PoolChanged(pool_view(candidates=candidates()[:2])))
    assert len(column(page, "Prompt")) == 5
    page.show()
    assert len(column(page, "Prompt")) == 2


def test_a_project_that_may_only_be_read_offers_no_change(page: PromptsPage) -> None:
    tell(page, TaskChanged(task_view(read_only=True)))
    assert not page.bar.edit.isEnabled()
    assert not page.bar.archive.isEnabled()
    assert page.bar.export.isEnabled()


def test_an_imported_prompt_is_added(page: PromptsPage, heard: Recorder) -> None:
    page.receive(Answered(ImportPrompt(), START))
    assert heard.commands == [AddPrompt(START, label="imported")]


def test_without_a_project_nothing_is_left(page: PromptsPage) -> None:
    tell(page, Closed())
    assert column(page, "Prompt") == []
    assert page.details.view.toPlainText() == ""
    assert not page.bar.edit.isEnabled()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_it_is_painted_in_both_appearances(page: PromptsPage, theme: Theme, look: str) -> None:
    theme.set_appearance(look)
    for at in (0, LINEAGE, REFUSED):
        page.head.tabs.setCurrentIndex(at)
        assert not page.grab().isNull()


def test_turning_to_the_page_gives_the_keys_to_what_is_shown(page: PromptsPage) -> None:
    page.setFocus()
    assert page.focusWidget() is page.table
    page.head.tabs.setCurrentIndex(LINEAGE)
    page.setFocus()
    assert page.focusWidget() is page.tree


def test_the_focus_stays_with_the_prompt_when_its_text_is_locked(
    qtbot: QtBot, page: PromptsPage
) -> None:
    page.show_prompt(IDS[0])
    view = page.details.view
    with qtbot.waitActive(page):
        page.activateWindow()
    view.setTextCursor(view.document().find("this customer"))
    page.details._lock.setFocus()
    page.details._lock.click()
    tell(page, TaskChanged(task_view(task=replace(TASK, locks=("this customer",)))))
    assert view.hasFocus()


def test_a_state_that_grows_is_not_cut(page: PromptsPage) -> None:
    grown = tuple(
        replace(row, candidate=replace(row.candidate, pinned=True)) for row in candidates()
    )
    titles = [known.title for known in page.table.rows_model.columns]
    tell(page, PoolChanged(pool_view(candidates=grown)))
    at = titles.index("State")
    assert page.table.columnWidth(at) >= page.table.sizeHintForColumn(at)


def test_the_table_is_drawn_ahead_for_whoever_turns_to_the_page_first(
    qtbot: QtBot, theme: Theme
) -> None:
    hidden = PromptsPage(theme)
    qtbot.addWidget(hidden)
    hidden.handle(PoolChanged(pool_view(candidates=candidates()[:4])))
    assert hidden.table.rows_model.rowCount() == 0
    hidden.make_ready()
    assert hidden.table.rows_model.rowCount() == 4


def test_room_to_spare_goes_to_why_a_prompt_was_written(page: PromptsPage) -> None:
    table = page.table
    table.resize(1000, 400)
    assert table.isColumnHidden(REASON)
    table.resize(1800, 400)
    assert not table.isColumnHidden(REASON)
    assert abs(table.columnWidth(0) - table.columnWidth(REASON)) <= 1
    assert "Long replies lost three of four duels." in column(page, "Why it was written")
    table.resize(1000, 400)
    assert table.isColumnHidden(REASON)


def test_before_the_pool_is_told_nothing_is_counted(qtbot: QtBot, theme: Theme) -> None:
    waiting = PromptsPage(theme)
    qtbot.addWidget(waiting)
    tell(waiting, TaskChanged(task_view()))
    texts = [words.text() for words in waiting.head.findChildren(QLabel)]
    assert not any("prompts" in text for text in texts)
    assert "are being read" in waiting.table.accessibleDescription()
    tell(waiting, PoolChanged(pool_view()))
    assert any(text == "5 prompts" for text in (w.text() for w in waiting.findChildren(QLabel)))
    assert waiting.table.accessibleDescription() == ""
