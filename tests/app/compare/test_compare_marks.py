"""Finer verdicts, the person's own tags, and marked parts on the Compare page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from app.compare.output_pane import OutputPane
from app.compare_choices import CompareChoices
from app.theme import Theme
from optimizer.commands import CastVote, ChangeVote, GiveReason
from optimizer.records import Span, Strength, Verdict
from tests.app.compare.desk import Desk, with_pairs
from tests.app.fake_engine import make_pair, make_row

SLIGHTLY = Strength.SLIGHTLY


def select(pane: OutputPane, start: int, end: int) -> None:
    """Select a part of an output."""
    cursor = pane.reader.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    pane.reader.setTextCursor(cursor)


@pytest.mark.parametrize(
    ("key", "verdict"), [(Qt.Key.Key_Q, Verdict.LEFT), (Qt.Key.Key_R, Verdict.RIGHT)]
)
def test_one_key_says_slightly_better(desk: Desk, key: Qt.Key, verdict: Verdict) -> None:
    desk.press(key)
    (vote,) = desk.sent(CastVote)
    assert isinstance(vote, CastVote)
    assert (vote.verdict, vote.strength) == (verdict, SLIGHTLY)
    assert desk.shown == "duel-2"


def test_the_small_buttons_say_it_too(qtbot: QtBot, desk: Desk) -> None:
    button = desk.page.verdicts.button(Verdict.RIGHT, SLIGHTLY)
    assert button.toolTip() == "Right is slightly better (R)"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    (vote,) = desk.sent(CastVote)
    assert isinstance(vote, CastVote)
    assert (vote.verdict, vote.strength) == (Verdict.RIGHT, SLIGHTLY)


def test_who_wants_plain_verdicts_has_them_alone(desk: Desk) -> None:
    desk.page.use_choices(CompareChoices(slightly=False))
    desk.press(Qt.Key.Key_Q)
    assert not desk.sent(CastVote)
    assert not desk.page.verdicts.button(Verdict.LEFT, SLIGHTLY).isVisible()
    desk.press(Qt.Key.Key_1)
    assert len(desk.sent(CastVote)) == 1


def test_an_earlier_vote_can_be_made_a_slight_one(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    row = desk.engine.rows[0]
    menu = desk.page.strip.menu_for(row)
    entry = next(a for a in menu.actions() if a.text() == "Change to: left slightly better")
    entry.trigger()
    (change,) = desk.sent(ChangeVote)
    assert change == ChangeVote(row.vote_id, Verdict.LEFT, SLIGHTLY)


def test_the_persons_own_tags_are_offered_under_the_same_keys(desk: Desk) -> None:
    own = ("rude", "", "tone", "format", "incomplete", "made up")
    desk.page.use_choices(CompareChoices(tags=own))
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_L)
    desk.press(Qt.Key.Key_X)
    assert [given.tags for given in desk.sent(GiveReason)] == [("rude",)]


def test_a_tag_that_is_offered_no_more_stays_on_its_vote(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_L)
    desk.page.use_choices(CompareChoices(tags=("rude", *CompareChoices().tags[1:])))
    desk.press(Qt.Key.Key_T)
    given = desk.sent(GiveReason)[-1]
    assert isinstance(given, GiveReason)
    assert set(given.tags) == {"too long", "tone"}


def test_a_selected_part_is_marked_and_goes_with_the_vote(desk: Desk) -> None:
    left, right = desk.page.stage.left, desk.page.stage.right
    select(left, 4, 8)
    assert left.mark_buttons[True].isVisible()
    desk.press(Qt.Key.Key_G)
    select(right, 0, 3)
    desk.press(Qt.Key.Key_B)
    assert not left.has_selection
    assert not left.mark_buttons[True].isVisible()
    desk.press(Qt.Key.Key_1)
    (vote,) = desk.sent(CastVote)
    assert isinstance(vote, CastVote)
    assert set(vote.spans) == {
        Span("output-1-left", 4, 8, good=True),
        Span("output-1-right", 0, 3, good=False),
    }
    desk.press(Qt.Key.Key_2)
    assert desk.sent(CastVote)[-1].spans == ()


def test_the_button_marks_as_the_key_does(qtbot: QtBot, desk: Desk) -> None:
    right = desk.page.stage.right
    select(right, 4, 9)
    qtbot.mouseClick(right.mark_buttons[False], Qt.MouseButton.LeftButton)
    assert desk.page.model.spans == (Span("output-1-right", 4, 9, good=False),)


def test_blanks_at_the_ends_of_a_selection_are_left_out(desk: Desk) -> None:
    select(desk.page.stage.left, 3, 9)
    desk.press(Qt.Key.Key_G)
    assert desk.page.model.spans == (Span("output-1-left", 4, 8, good=True),)


def test_marking_again_takes_the_mark_away(desk: Desk) -> None:
    for _ in range(2):
        select(desk.page.stage.left, 4, 8)
        desk.press(Qt.Key.Key_G)
    assert desk.page.model.spans == ()


def test_without_a_selection_the_page_says_what_to_do(desk: Desk) -> None:
    desk.press(Qt.Key.Key_G)
    assert desk.page.model.spans == ()
    assert desk.page.stage.note == "Select a part of an output first."


def test_a_pair_that_comes_back_has_its_marks(desk: Desk) -> None:
    select(desk.page.stage.left, 4, 8)
    desk.press(Qt.Key.Key_G)
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_U)
    assert desk.shown == "duel-1"
    assert desk.page.model.spans == (Span("output-1-left", 4, 8, good=True),)


def test_offsets_count_code_points_of_what_the_model_wrote(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, left="😀😀 **yes** no", right="Right 1."))
    desk.page.set_reading("markdown", True)
    shown = desk.page.stage.left.reader.toPlainText()
    at = shown.index("yes") + 2  # each of the two faces takes two units
    select(desk.page.stage.left, at, at + 3)
    desk.press(Qt.Key.Key_G)
    assert desk.page.model.spans == (Span("output-1-left", 5, 8, good=True),)


def test_a_reason_given_later_keeps_the_marks(desk: Desk) -> None:
    select(desk.page.stage.left, 4, 8)
    desk.press(Qt.Key.Key_G)
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_L)
    (given,) = desk.sent(GiveReason)
    assert isinstance(given, GiveReason)
    assert given.spans is None


def test_marks_are_told_in_words_beside_the_size(desk: Desk) -> None:
    left = desk.page.stage.left
    for part, key in (((0, 3), Qt.Key.Key_G), ((4, 8), Qt.Key.Key_B), ((9, 15), Qt.Key.Key_B)):
        select(left, *part)
        desk.press(key)
    assert left.marked_text == "1 good · 2 bad"


def test_choices_survive_a_restart_even_when_damaged(theme: Theme, tmp_path) -> None:
    from app.settings import Settings

    settings = Settings(tmp_path / "settings.ini")
    chosen = CompareChoices(False, ("a", "b", "", "d", "e", "f"), 25, True)
    settings.compare = chosen
    settings.flush()
    again = Settings(tmp_path / "settings.ini")
    assert again.compare == chosen
    again._keep("compare/choices", {"tags": [1], "goal": "x"})
    assert again.compare == CompareChoices()


def test_a_row_names_its_marks() -> None:
    from app.words.compare_words import row_words
    from optimizer.records import Marked

    row = make_row(3, strength=SLIGHTLY, marks=(Marked(True, False, "Dear\ncustomer"),))
    assert row_words(row) == (
        "Vote 3: left slightly better. A was B3 ‘shorter’, B was the start prompt.\n"
        "Because: bad in A: “Dear customer”"
    )
