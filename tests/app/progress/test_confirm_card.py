"""The card Confirm on fresh rows: offer, progress, result."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.progress.confirm_card import ConfirmCard
from app.requests import ShowPage
from app.theme import Theme
from app.words.confirm_words import duel_choices
from optimizer.commands import StartConfirmation, StopConfirmation
from tests.app.build_views import Recorder, pool_view, task_view
from tests.app.judging_views import confirmation_view


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> ConfirmCard:
    made = ConfirmCard(theme)
    qtbot.addWidget(made)
    made.resize(360, 400)
    made.show_task(task_view(held_out=25))
    made.show_pool(pool_view())
    made.show()
    return made


@pytest.fixture
def heard(card: ConfirmCard) -> Recorder:
    return Recorder(card)


def said(card: ConfirmCard, name: str) -> str:
    label = card.findChild(QLabel, name)
    return label.text() if label.isVisible() else ""


@pytest.mark.parametrize(
    ("held_out", "choices"),
    [(0, ()), (1, (1,)), (10, (10,)), (19, (10, 19)), (25, (10, 20, 25)), (90, (10, 20, 40))],
)
def test_the_number_of_pairs_is_bounded_by_what_is_held_out(
    held_out: int, choices: tuple[int, ...]
) -> None:
    assert duel_choices(held_out) == choices


def test_the_recommended_prompt_is_offered(card: ConfirmCard, heard: Recorder) -> None:
    assert card.start.text() == "Confirm B3 against your start prompt"
    assert "Nothing is learned from them" in said(card, "about-confirm")
    card.number.setCurrentIndex(card.number.findData(10))
    card.start.click()
    assert heard.commands == [StartConfirmation(pool_view().incumbent_id, 10)]


def test_a_choice_survives_what_the_engine_tells(card: ConfirmCard) -> None:
    card.number.setCurrentIndex(2)
    card.show_task(task_view(held_out=25))
    assert card.number.currentData() == 25


def test_the_start_prompt_cannot_be_confirmed_against_itself(card: ConfirmCard) -> None:
    card.show_pool(pool_view(incumbent_id=pool_view().start_id))
    assert not card.start.isEnabled()
    assert "start prompt still leads" in said(card, "about-confirm")


def test_without_held_out_rows_it_says_what_to_do(card: ConfirmCard) -> None:
    card.show_task(task_view(held_out=0))
    assert not card.start.isEnabled()
    assert "Add rows on the Data page" in said(card, "about-confirm")


def test_while_it_goes_on_only_how_far_it_is_is_told(card: ConfirmCard, heard: Recorder) -> None:
    going = confirmation_view(judged=7, wins=6, losses=1, ties=0, active=True)
    card.show_pool(pool_view(confirmations=(confirmation_view(), going)))
    assert said(card, "confirmed-so-far") == "7 of 20"
    assert said(card, "confirm-result") == ""
    assert not card.start.isVisible()
    assert card.table.as_text().splitlines()[2].split("\t")[2:] == ["–"] * 6 + ["going on"]
    card.run.stop.click()
    assert heard.commands == [StopConfirmation()]
    compare = next(b for b in card.run.findChildren(QPushButton) if b.text() == "Compare")
    compare.click()
    assert heard.requests == [ShowPage("compare")]


def test_the_focus_can_be_brought_to_it(card: ConfirmCard) -> None:
    card.activateWindow()
    card.take_focus()
    assert card.start.hasFocus()
    card.show_pool(pool_view(confirmations=(confirmation_view(active=True),)))
    card.take_focus()
    assert card.run.compare.hasFocus()


def test_the_focus_stays_in_the_card(card: ConfirmCard, qtbot: QtBot) -> None:
    card.activateWindow()
    card.start.setFocus()
    qtbot.waitUntil(card.start.hasFocus)
    card.show_pool(pool_view(confirmations=(confirmation_view(active=True),)))
    assert card.run.compare.hasFocus()
    card.show_pool(pool_view(confirmations=(confirmation_view(),)))
    assert card.start.hasFocus()


def test_the_result_is_told_in_words_and_earlier_ones_are_listed(card: ConfirmCard) -> None:
    earlier = confirmation_view(
        name="B1: shorter", wins=6, losses=5, ties=2, share=6 / 11, low=0.27, high=0.8
    )
    card.show_pool(pool_view(confirmations=(earlier, confirmation_view())))
    assert said(card, "confirm-result") == (
        "B3 won 12, start won 4, 3 ties: 75 % (52–90 %) on rows tuning never saw"
    )
    assert said(card, "confirm-verdict").startswith("Confirmed: on fresh rows you prefer B3")
    assert said(card, "earlier-confirmations") == (
        "Earlier\nB1: shorter: 6–5–2, 55 % (27–80 %), undecided"
    )
    card.copy.click()
    assert "B3: with an example\t19 of 20\t12\t4\t3\t75 %" in QGuiApplication.clipboard().text()
    assert card.start.isEnabled()


def test_without_a_project_nothing_is_left(card: ConfirmCard) -> None:
    card.show_pool(pool_view(confirmations=(confirmation_view(),)))
    card.show_pool(None)
    card.show_task(None)
    assert said(card, "confirm-result") == ""
    assert not card.start.isEnabled()
