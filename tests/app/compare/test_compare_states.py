"""What the Compare page says while there is no pair, and around the pair that is there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.compare.compare_page import ComparePage
from app.compare_parts import MISSING_MODEL
from app.keymap import Keymap
from app.requests import ExportPrompt, InstallModel, OpenSettings, ShowPage
from app.theme import Theme
from optimizer.commands import CastVote, ChangeVote, Pause, ProposeNow, Resume, VoidVote
from optimizer.events import (
    Closed,
    FaultRaised,
    OutputsGrew,
    PairsReady,
    PoolChanged,
    StatusChanged,
    TaskChanged,
)
from optimizer.records import Caps, Purpose, Verdict
from optimizer.views import AdviceKind, EngineState, FaultView, HeadToHeadView
from tests.app.build_views import history
from tests.app.compare.desk import Desk, visible_text, with_pairs
from tests.app.fake_engine import make_pair, make_pool, make_status, make_task


def test_waiting_says_what_is_done_and_can_be_cancelled(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme)
    desk.page.handle(
        StatusChanged(make_status(EngineState.WAITING, activity="Starting the bundled model"))
    )
    text = visible_text(desk.page.panel)
    assert "Making the first pair" in text
    assert "Starting the bundled model" in text
    assert re.search(r"^\d+ s$", text, re.MULTILINE), "how long it has taken"
    desk.page.panel.chosen.emit("pause")
    assert desk.sent(Pause)
    assert desk.page.panel.title == "Paused"


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (EngineState.PAUSED, "Paused"),
        (EngineState.CAP_REACHED, "A cap is reached"),
        (EngineState.OFFLINE, "The model does not answer"),
        (EngineState.NOTHING_LEFT, "Nothing left to compare"),
    ],
)
def test_each_state_without_a_pair_is_said(
    qtbot: QtBot, theme: Theme, state: EngineState, title: str
) -> None:
    desk = with_pairs(qtbot, theme)
    desk.page.handle(StatusChanged(make_status(state, stop_reason="Because of this.")))
    assert desk.page.panel.isVisible()
    assert desk.page.panel.title == title
    assert not desk.page.verdicts.isEnabled()
    if state is not EngineState.PAUSED:
        assert "Because of this." in visible_text(desk.page.panel)
    desk.press(Qt.Key.Key_1)
    assert desk.sent(CastVote) == []


def test_what_a_state_offers_is_done(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme)
    for name in ("caps", "models", "export", "progress", "propose", "resume"):
        desk.page.panel.chosen.emit(name)
    assert desk.requests == [
        OpenSettings("caps"),
        OpenSettings("models"),
        ExportPrompt(),
        ShowPage("progress"),
    ]
    assert desk.sent(ProposeNow)
    assert desk.sent(Resume)


def test_a_model_that_is_not_there_yet_is_offered_to_be_fetched(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme)
    missing = FaultView("The bundled model is not on this machine yet.", "", MISSING_MODEL)
    desk.page.handle(FaultRaised(missing))
    desk.page.handle(StatusChanged(make_status(EngineState.OFFLINE, stop_reason="Not there.")))
    assert desk.page.panel.button_texts == ("Fetch it", "Use another model")
    desk.page.panel.chosen.emit("fetch")
    assert desk.requests == [InstallModel()]
    desk.page.handle(StatusChanged(make_status(EngineState.WAITING)))
    desk.page.handle(StatusChanged(make_status(EngineState.OFFLINE, stop_reason="No network.")))
    assert desk.page.panel.title == "The model does not answer"


def test_a_button_that_goes_away_leaves_the_focus_to_the_page(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme)
    desk.page.handle(StatusChanged(make_status(EngineState.OFFLINE)))
    again = next(b for b in desk.page.panel.findChildren(QPushButton) if b.text() == "Try again")
    again.setFocus()
    qtbot.keyClick(again, Qt.Key.Key_Return)
    assert desk.sent(Resume)
    desk.page.handle(StatusChanged(make_status(EngineState.WAITING)))
    desk.page.handle(PairsReady((make_pair(1),)))
    assert desk.page.hasFocus(), "or the keys of the page were dead"


def test_good_enough_is_said_without_getting_in_the_way(desk: Desk) -> None:
    desk.page.handle(PoolChanged(make_pool(AdviceKind.GOOD_ENOUGH, "Good enough: 12 %.")))
    assert "Good enough: 12 %." in visible_text(desk.page)
    desk.press(Qt.Key.Key_1)
    assert len(desk.sent(CastVote)) == 1
    desk.page.advice.dismissed.emit()
    assert not desk.page.advice.isVisible()


def test_a_project_open_for_reading_shows_pairs_but_takes_no_votes(
    qtbot: QtBot, theme: Theme
) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1))
    desk.page.handle(TaskChanged(make_task(read_only=True)))
    assert desk.page.stage.isVisible()
    assert not desk.page.verdicts.isEnabled()
    assert desk.page.strip.ready_text == ""
    row = history()[0]
    assert [action.isEnabled() for action in desk.page.strip.menu_for(row).actions()] == [False]
    desk.press(Qt.Key.Key_1)
    assert desk.sent(CastVote) == []


def test_the_strip_offers_to_change_each_of_the_last_votes(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_3)
    row = desk.page.model.votes.rows[0]
    menu = desk.page.strip.menu_for(row)
    texts = {action.text(): action for action in menu.actions()}
    texts["Change to: tie"].trigger()
    assert desk.sent(ChangeVote) == [ChangeVote("vote-1", Verdict.TIE)]
    texts["Take it back"].trigger()
    assert desk.sent(VoidVote) == [VoidVote("vote-1")]
    menu.close()


def test_remapped_keys_work_and_are_printed(desk: Desk) -> None:
    desk.page.set_keymap(Keymap().with_key("vote.left", "A"))
    desk.press(Qt.Key.Key_1)
    assert desk.sent(CastVote) == []
    desk.press(Qt.Key.Key_A)
    assert len(desk.sent(CastVote)) == 1
    assert "key A" in desk.page.verdicts.button(Verdict.LEFT).accessibleName()


def test_single_keys_can_be_switched_off(desk: Desk) -> None:
    desk.page.set_keymap(Keymap(single_keys=False))
    desk.press(Qt.Key.Key_1)
    assert desk.sent(CastVote) == []


def test_model_text_is_never_html_and_loads_nothing(qtbot: QtBot, theme: Theme) -> None:
    evil = "<img src='http://127.0.0.1:9/x.png'><script>alert(1)</script> ![p](http://127.0.0.1:9/y.png)"
    desk = with_pairs(qtbot, theme, make_pair(1, evil, "fine"))
    reader = desk.page.stage.left.reader
    assert reader.toPlainText() == evil
    desk.press(Qt.Key.Key_M)
    assert "<script>" in reader.toPlainText()
    assert "[image: p]" in reader.toPlainText()
    assert "\ufffc" not in reader.toPlainText()


def test_every_control_has_a_name(desk: Desk) -> None:
    from PySide6.QtWidgets import QAbstractButton, QTextEdit

    for button in desk.page.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName() or button.text(), button
    for reader in desk.page.findChildren(QTextEdit):
        assert reader.accessibleName(), reader


def test_texts_follow_zoom_and_appearance(desk: Desk, theme: Theme) -> None:
    before = desk.page.stage.left.reader.document().defaultFont().pixelSize()
    theme.set_zoom(2.0)
    assert desk.page.stage.left.reader.document().defaultFont().pixelSize() == 2 * before
    theme.set_appearance("dark")
    assert desk.shown == "duel-1"


def test_a_confirmation_is_named_and_a_probe_is_not(qtbot: QtBot, theme: Theme) -> None:
    purposes = (Purpose.CONFIRM, Purpose.PROBE)
    pairs = (replace(make_pair(at + 1), purpose=p) for at, p in enumerate(purposes))
    desk = with_pairs(qtbot, theme, *pairs)
    chip = desk.page.head.findChild(QLabel, "purpose")
    assert chip.isVisible()
    assert chip.text() == "Confirmation: held-out row"
    desk.press(Qt.Key.Key_1)
    assert desk.shown == "duel-2"
    assert not chip.isVisible()


def test_the_two_that_were_chosen_are_announced_while_another_pair_is_shown(
    qtbot: QtBot, theme: Theme
) -> None:
    desk = with_pairs(
        qtbot, theme, make_pair(1), replace(make_pair(2), purpose=Purpose.HEAD_TO_HEAD)
    )
    chip = desk.page.head.findChild(QLabel, "purpose")
    assert chip.text() == "Next: the two you chose"
    desk.press(Qt.Key.Key_1)
    assert chip.text() == "The two you chose"


def test_what_was_asked_for_is_announced_while_its_outputs_are_made(desk: Desk) -> None:
    asked = HeadToHeadView("a", "b", wanted=3, judged=0, wins=0, losses=0, ties=0, active=True)
    chip = desk.page.head.findChild(QLabel, "purpose")
    assert not chip.isVisible()
    desk.page.handle(PoolChanged(replace(make_pool(), head_to_head=(asked,))))
    assert chip.isVisible()
    assert chip.text() == "On the way: the two you chose"
    ended = replace(asked, judged=3, active=False)
    desk.page.handle(PoolChanged(replace(make_pool(), head_to_head=(ended,))))
    assert not chip.isVisible()


def test_a_judge_at_odds_with_the_person_is_warned_of(desk: Desk, qtbot: QtBot) -> None:
    desk.page.handle(PoolChanged(replace(make_pool(), over_optimized=True)))
    assert desk.page.cautions.isVisible()
    button = desk.page.cautions.findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.requests[-1] == ShowPage("progress")
    desk.page.handle(Closed())
    assert not desk.page.cautions.isVisible()


def test_the_first_outputs_are_shown_while_they_are_written(qtbot: QtBot, theme: Theme) -> None:
    page = ComparePage(theme)
    qtbot.addWidget(page)
    page.handle(TaskChanged(make_task()))
    page.handle(OutputsGrew(("Dear <b>you</b>", "x" * 9000)))
    first, second = page.panel.growing
    assert first == "Dear <b>you</b>"
    assert len(second) < 400
    page.handle(PairsReady((make_pair(1),)))
    assert page.panel.growing == ()


def test_the_last_vote_under_the_cap_says_how_to_go_on(desk: Desk) -> None:
    caps = Caps(votes=1)
    reason = "The cap of 1 vote is reached. Raise the cap on votes to go on."
    desk.page.handle(
        StatusChanged(make_status(EngineState.CAP_REACHED, caps=caps, votes=1, stop_reason=reason))
    )
    assert reason in visible_text(desk.page)
    assert not desk.page.stage.isVisible()
    desk.page.handle(StatusChanged(make_status(caps=caps, votes=0)))
    assert desk.page.stage.isVisible()
