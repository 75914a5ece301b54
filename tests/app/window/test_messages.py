"""Faults and news as bars inside the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.theme import Theme
from app.window.messages import MOST, MessageBar
from optimizer.views import FaultView


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> MessageBar:
    """An empty bar."""
    made = MessageBar(theme)
    qtbot.addWidget(made)
    return made


def button(bar: MessageBar, text: str) -> QPushButton:
    """Return a button of the bar by what it says."""
    found = [each for each in bar.findChildren(QPushButton) if each.text() == text]
    assert len(found) == 1
    return found[0]


def test_a_fault_shows_cause_and_remedy_and_is_logged(
    bar: MessageBar, caplog: pytest.LogCaptureFixture
) -> None:
    bar.show_fault(FaultView("The provider refused the key.", "Open Settings.", "auth"))
    assert bar.texts == ("The provider refused the key. Open Settings.",)
    assert not bar.isHidden()
    assert "refused the key" in caplog.text


def test_retry_gives_back_what_it_was_given_and_clears_the_message(
    qtbot: QtBot, bar: MessageBar
) -> None:
    bar.show_fault(FaultView("No network.", "", "connection"), retry="again")
    with qtbot.waitSignal(bar.retry) as caught:
        button(bar, "Retry").click()
    assert caught.args == ["again"]
    assert bar.texts == ()
    assert bar.isHidden()


def test_a_fault_that_settings_can_mend_offers_them(qtbot: QtBot, bar: MessageBar) -> None:
    bar.show_fault(FaultView("The provider refused the key.", "", "auth"))
    with qtbot.waitSignal(bar.settings_wanted):
        button(bar, "Open Settings").click()


def test_a_newer_fault_of_the_same_kind_takes_the_place_of_the_older(bar: MessageBar) -> None:
    bar.show_fault(FaultView("First.", "", "connection"))
    bar.show_fault(FaultView("Second.", "", "connection"))
    assert bar.texts == ("Second.",)


def test_a_fault_that_is_over_goes_away(bar: MessageBar) -> None:
    bar.show_fault(FaultView("No network.", "", "connection"))
    bar.show_fault(FaultView("No key.", "", "auth"))
    bar.clear("connection")
    assert bar.texts == ("No key.",)


def test_only_the_newest_few_stand(bar: MessageBar) -> None:
    for number in range(MOST + 2):
        bar.show_fault(FaultView(f"Fault {number}.", "", f"kind {number}"))
    assert len(bar.texts) == MOST
    assert bar.texts[0] == f"Fault {MOST + 1}."


def test_a_bug_offers_its_report(bar: MessageBar) -> None:
    asked: list[tuple[str, str]] = []
    bar.report_wanted.connect(lambda *told: asked.append(told))
    bar.show_bug("division by zero", "the whole traceback")
    button(bar, "Show report…").click()
    assert asked == [("division by zero", "the whole traceback")]


def test_text_of_a_fault_is_never_html(bar: MessageBar) -> None:
    bar.show_fault(FaultView("<b>x</b> <img src=y>", "", "odd"))
    assert bar.texts == ("<b>x</b> <img src=y>",)


def test_a_cap_in_the_way_offers_the_limits_and_no_further_try(
    qtbot: QtBot, bar: MessageBar
) -> None:
    bar.show_fault(FaultView("The cap is reached.", "Raise it.", "BudgetFault"), retry="again")
    assert not [each for each in bar.findChildren(QPushButton) if each.text() == "Retry"]
    with qtbot.waitSignal(bar.limits_wanted):
        button(bar, "Change the limits").click()


def test_what_a_message_offers_comes_before_its_dismissal_for_the_tab_key(
    qtbot: QtBot, bar: MessageBar
) -> None:
    heard: list[str] = []
    bar.show_offer("model", "It is missing.", "Fetch it", lambda: heard.append("fetched"))
    bar.show()
    offer = button(bar, "Fetch it")
    assert offer.nextInFocusChain().accessibleName() == "Dismiss this message"
    qtbot.keyClick(offer, Qt.Key.Key_Return)
    assert heard == ["fetched"]
