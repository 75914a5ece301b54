"""Voting on the Compare page: one key is a vote, and any vote can be taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.theme import Theme
from app.widgets.reader import Reader
from optimizer.commands import CastVote, GiveReason, Undo
from optimizer.records import Verdict
from tests.app.compare.desk import Desk, visible_text


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        (Qt.Key.Key_1, Verdict.LEFT),
        (Qt.Key.Key_2, Verdict.RIGHT),
        (Qt.Key.Key_3, Verdict.TIE),
        (Qt.Key.Key_4, Verdict.BOTH_BAD),
        (Qt.Key.Key_S, Verdict.SKIP),
    ],
)
def test_one_key_is_a_vote_and_the_next_pair_is_there(
    desk: Desk, key: Qt.Key, verdict: Verdict
) -> None:
    desk.press(key)
    (vote,) = desk.sent(CastVote)
    assert isinstance(vote, CastVote)
    assert (vote.duel_id, vote.verdict, vote.next_duel) == ("duel-1", verdict, "duel-2")
    assert desk.shown == "duel-2"


def test_the_next_outputs_are_painted_before_the_engine_is_told(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[object] = []
    paint = Reader.paintEvent

    def painted(pane: Reader, event: QPaintEvent) -> None:
        paint(pane, event)
        happened.append((pane, pane.toPlainText()))

    monkeypatch.setattr(Reader, "paintEvent", painted)
    desk = Desk(theme)
    qtbot.addWidget(desk.page)
    left, right = desk.page.stage.left.reader, desk.page.stage.right.reader
    desk.page.command.connect(happened.append)
    qtbot.wait(20)
    happened.clear()
    desk.press(Qt.Key.Key_1)
    told = next(at for at, what in enumerate(happened) if isinstance(what, CastVote))
    assert desk.shown == "duel-2"
    assert happened[:told].count((left, left.toPlainText())) == 1
    assert happened[:told].count((right, right.toPlainText())) == 1
    assert visible_text(desk.page.strip)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_each_button_votes_as_its_key_does(qtbot: QtBot, desk: Desk, verdict: Verdict) -> None:
    qtbot.mouseClick(desk.page.verdicts.button(verdict), Qt.MouseButton.LeftButton)
    (vote,) = desk.sent(CastVote)
    assert isinstance(vote, CastVote)
    assert vote.verdict is verdict


def test_keys_work_wherever_the_focus_is_on_the_page(desk: Desk) -> None:
    desk.page.stage.right.reader.setFocus()
    desk.press(Qt.Key.Key_1)
    desk.page.verdicts.button(Verdict.TIE).setFocus()
    desk.press(Qt.Key.Key_2)
    assert len(desk.sent(CastVote)) == 2


def test_after_a_vote_the_focus_stays_on_the_page(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    focus = QApplication.focusWidget()
    assert focus is desk.page or desk.page.isAncestorOf(focus)
    desk.press(Qt.Key.Key_2)
    assert len(desk.sent(CastVote)) == 2


def test_a_held_key_votes_once(desk: Desk) -> None:
    for again in (False, True, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_1,
            Qt.KeyboardModifier.NoModifier,
            "1",
            again,
        )
        QApplication.sendEvent(desk.page, event)
    assert len(desk.sent(CastVote)) <= 1


def test_names_are_hidden_until_the_vote_and_revealed_after_it(desk: Desk) -> None:
    assert desk.page.reveal.text == ""
    assert "B3" not in visible_text(desk.page)
    desk.press(Qt.Key.Key_1)
    assert (
        desk.page.reveal.text == "Vote 1: left better. A was B3 ‘shorter’, B was the start prompt."
    )


def test_u_takes_the_vote_back_and_shows_the_pair_again(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_U)
    assert desk.sent(Undo)
    assert desk.shown == "duel-1"
    assert desk.page.reveal.text == ""


def test_undo_to_any_depth_and_votes_after_it(desk: Desk) -> None:
    for _ in range(4):
        desk.press(Qt.Key.Key_1)
    for _ in range(4):
        desk.press(Qt.Key.Key_U)
    assert desk.shown == "duel-1"
    desk.press(Qt.Key.Key_2)
    assert desk.shown == "duel-2"


@pytest.mark.parametrize("with_control", [False, True])
def test_c_writes_a_reason_that_return_keeps(desk: Desk, with_control: bool) -> None:
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_C)
    assert desk.page.reason.writing
    QTest.keyClicks(QApplication.focusWidget(), "s1d too stiff")
    assert len(desk.sent(CastVote)) == 1
    modifiers = Qt.KeyboardModifier
    desk.press(Qt.Key.Key_Return, modifiers.ControlModifier if with_control else modifiers(0))
    assert desk.sent(GiveReason) == [GiveReason("vote-1", "s1d too stiff", ())]
    assert not desk.page.reason.writing
    desk.press(Qt.Key.Key_1)
    assert len(desk.sent(CastVote)) == 2


def test_esc_leaves_the_reason_and_tab_leaves_the_field(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_C)
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "never mind")
    desk.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not field
    field.setFocus()
    desk.press(Qt.Key.Key_Escape)
    assert not desk.page.reason.writing
    assert desk.sent(GiveReason) == []


def test_a_vote_by_mouse_keeps_the_reason_being_written(qtbot: QtBot, desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_C)
    QTest.keyClicks(QApplication.focusWidget(), "vague")
    qtbot.mouseClick(desk.page.verdicts.button(Verdict.TIE), Qt.MouseButton.LeftButton)
    assert desk.sent(GiveReason) == [GiveReason("vote-1", "vague", ())]
    assert desk.page.reason.reason == ""


def test_tags_have_one_key_each_and_stay_with_their_vote(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_L)
    desk.press(Qt.Key.Key_T)
    assert desk.sent(GiveReason)[-1] == GiveReason("vote-1", "", ("too long", "tone"))
    desk.press(Qt.Key.Key_L)
    assert desk.sent(GiveReason)[-1] == GiveReason("vote-1", "", ("tone",))
    desk.press(Qt.Key.Key_2)
    assert desk.page.reason.tags == ()


def test_tags_before_any_vote_do_nothing(desk: Desk) -> None:
    desk.press(Qt.Key.Key_L)
    desk.press(Qt.Key.Key_C)
    assert desk.sent(GiveReason) == []
    assert not desk.page.reason.writing
