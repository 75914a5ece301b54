"""Where a prompt wins and loses, two prompts head to head, and notes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.prompts.prompt_examples import example_rows, totals_words
from app.prompts.prompts_page import PromptsPage
from app.requests import ShowPage, ShowVotes, VoteFilter
from app.theme import Theme
from app.words.head_to_head_words import head_to_head_words
from optimizer.commands import CompareTwo, NotePrompt, StopComparing
from optimizer.events import Closed, HistoryChanged, PoolChanged, TaskChanged, VoteStored
from optimizer.records import Verdict
from optimizer.views import HeadToHeadView
from tests.app.build_views import Recorder, candidates, history, pool_view, task_view
from tests.app.fake_engine import make_row

IDS = [row.candidate.id for row in candidates()]
TRIAL = HeadToHeadView(IDS[3], IDS[0], 5, 2, 1, 1, 0, True)


def votes(*said: tuple[str, str, Verdict]) -> list:
    """Return votes of prompt x on the left against the named one, on the named examples."""
    return [
        make_row(at, verdict, example_id=example, left_prompt="x", right_prompt=other)
        for at, (example, other, verdict) in enumerate(said, start=1)
    ]


def test_losses_come_first_then_wins_then_what_nobody_judged() -> None:
    rows = example_rows(
        "x",
        "",
        votes(("a", "y", Verdict.LEFT), ("b", "y", Verdict.RIGHT), ("b", "z", Verdict.TIE)),
        {"c": "third", "a": "first"},
    )
    assert [(row.example_id, row.words) for row in rows] == [
        ("b", "loses"),
        ("a", "wins"),
        ("c", "not judged"),
    ]
    assert totals_words(rows) == "Wins on 1, loses on 1"


def test_only_the_other_prompt_counts_where_one_is_chosen_and_sides_do_not_matter() -> None:
    cast = votes(("a", "y", Verdict.LEFT), ("a", "z", Verdict.RIGHT))
    cast.append(replace(cast[0], vote_id="s", left_prompt="y", right_prompt="x"))
    (row,) = example_rows("x", "y", cast, {})
    assert (row.wins, row.losses) == (1, 1)


def test_votes_taken_back_and_skipped_pairs_count_not() -> None:
    cast = votes(("a", "y", Verdict.SKIP), ("b", "y", Verdict.LEFT))
    cast[1] = replace(cast[1], voided=True)
    assert example_rows("x", "", cast, {}) == ()
    assert totals_words(()) == "Not judged on any example yet"


def test_a_comparison_is_told_in_words() -> None:
    names = {IDS[3]: "B3", IDS[0]: "Start"}
    assert head_to_head_words(TRIAL, names) == (
        "B3 against Start: 1 won, 1 lost, 0 tied (2 of 5 pairs, under way)"
    )


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> PromptsPage:
    made = PromptsPage(theme)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    for event in (
        TaskChanged(task_view()),
        HistoryChanged(history(), whole=True),
        PoolChanged(pool_view()),
    ):
        made.handle(event)
    made._throttle.flush()
    made.show_prompt(IDS[1])
    made.details.setCurrentWidget(made.details.examples)
    return made


@pytest.fixture
def heard(page: PromptsPage) -> Recorder:
    return Recorder(page)


def choose(page: PromptsPage, prompt_id: str) -> None:
    box = page.details.examples.against
    box.setCurrentIndex(box.findData(prompt_id))


def test_the_tab_lists_examples_and_leads_to_their_votes(
    page: PromptsPage, heard: Recorder
) -> None:
    tab = page.details.examples
    assert tab.table.rows_model.rows
    assert not tab.compare.isEnabled()
    choose(page, IDS[0])
    tab.table.select_row(lambda row: row.wins + row.losses > 0)
    row = tab.table.selected_row()
    QTest.mouseClick(tab.show_votes, Qt.MouseButton.LeftButton)
    assert heard.requests == [
        ShowVotes(VoteFilter(prompt_id=IDS[1], against_id=IDS[0], example_id=row.example_id))
    ]


def test_two_prompts_are_asked_for_on_chosen_examples(page: PromptsPage, heard: Recorder) -> None:
    tab = page.details.examples
    choose(page, IDS[0])
    assert tab.compare.isEnabled()
    assert "next ten" in tab.compare.toolTip()
    for at in (0, 2):
        tab.table.selectionModel().select(
            tab.table.rows_model.index(at, 0),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )
    assert "2 chosen examples" in tab.compare.toolTip()
    wanted = tuple(tab.table.rows_model.row_at(at).example_id for at in (0, 2))
    tab.compare.click()
    assert heard.commands == [CompareTwo(IDS[1], IDS[0], wanted)]
    assert heard.requests == [ShowPage("compare")]


def test_a_comparison_under_way_is_told_and_can_be_ended(
    page: PromptsPage, heard: Recorder
) -> None:
    tab = page.details.examples
    assert not tab.stop.isVisible()
    page.handle(PoolChanged(pool_view(head_to_head=(TRIAL,))))
    page._throttle.flush()
    assert tab.stop.isVisible()
    assert "under way" in tab.told
    tab.stop.click()
    assert heard.commands == [StopComparing()]


def test_a_new_vote_is_counted_at_once(page: PromptsPage) -> None:
    tab = page.details.examples
    row = replace(history()[0], vote_id="new", example_id="fresh", left_prompt=IDS[1])
    page.handle(VoteStored(None, row))  # type: ignore[arg-type]
    page._throttle.flush()
    assert "fresh" in {row.example_id for row in tab.table.rows_model.rows}


def test_nothing_can_be_asked_for_in_a_project_that_is_only_read(page: PromptsPage) -> None:
    page.handle(TaskChanged(replace(task_view(), read_only=True)))
    page._throttle.flush()
    choose(page, IDS[0])
    assert not page.details.examples.compare.isEnabled()
    assert page.details.note.field.isReadOnly()


def test_a_note_keeps_itself(page: PromptsPage, heard: Recorder) -> None:
    note = page.details.note
    page.details.setCurrentWidget(note)
    note.field.setFocus()
    QTest.keyClicks(note.field, "mind the tone")
    QTest.keyClick(note.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(note.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard.commands == [NotePrompt(IDS[1], "mind the tone")]


def test_a_note_is_kept_when_another_prompt_is_chosen(page: PromptsPage, heard: Recorder) -> None:
    note = page.details.note
    page.details.setCurrentWidget(note)
    note.field.setPlainText("left open")
    page.show_prompt(IDS[0])
    assert heard.commands == [NotePrompt(IDS[1], "left open")]
    assert note.field.toPlainText() == ""


def test_what_is_being_written_is_not_overwritten_by_news(page: PromptsPage) -> None:
    note = page.details.note
    page.details.setCurrentWidget(note)
    note.field.setFocus()
    QTest.keyClicks(note.field, "half a")
    page.handle(PoolChanged(pool_view()))
    page._throttle.flush()
    assert note.field.toPlainText() == "half a"


def test_nothing_of_a_closed_project_stays(page: PromptsPage) -> None:
    page.handle(Closed())
    page._throttle.flush()
    assert page.details.examples.table.rows_model.rows == ()
    assert page.details.note.field.toPlainText() == ""
