"""Warnings about a judge at odds with the person and about votes in a circle."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.theme import Theme
from app.widgets.caution_bar import CautionBar
from tests.app.build_views import pool_view
from tests.app.judging_views import CIRCLE


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> CautionBar:
    made = CautionBar(theme, offer_details=True)
    qtbot.addWidget(made)
    return made


def test_without_reason_it_takes_no_room(bar: CautionBar) -> None:
    bar.show_pool(pool_view())
    assert not bar.isVisible()
    bar.show_pool(None)
    assert bar.texts == ()


def test_both_warnings_are_said(bar: CautionBar) -> None:
    bar.show_pool(pool_view(over_optimized=True, order=CIRCLE))
    judge, order = bar.texts
    assert judge.startswith("The judge likes B3, you do not")
    assert order.startswith("Your votes go in a circle: B3 > B1 > Start > B3.")
    assert bar.isVisible()


def test_a_dismissed_warning_comes_back_only_as_news(bar: CautionBar) -> None:
    bad = pool_view(over_optimized=True)
    bar.show_pool(bad)
    bar._notices["judge"].dismissed.emit()
    assert not bar.isVisible()
    bar.show_pool(bad)
    assert bar.texts == ()
    bar.show_pool(pool_view())
    bar.show_pool(bad)
    assert len(bar.texts) == 1


def test_where_there_is_little_room_the_gravest_stands_alone(qtbot: QtBot, theme: Theme) -> None:
    bar = CautionBar(theme, most=1)
    qtbot.addWidget(bar)
    bar.show_pool(pool_view(over_optimized=True, order=CIRCLE))
    assert [text.partition(",")[0] for text in bar.texts] == ["The judge likes B3"]


def test_it_leads_to_the_figures(bar: CautionBar, qtbot: QtBot) -> None:
    bar.show_pool(pool_view(order=CIRCLE))
    with qtbot.waitSignal(bar.details_wanted):
        bar.findChild(QPushButton).click()
