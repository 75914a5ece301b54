"""The end of what was asked for is told on whatever page the person is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.theme import Theme
from app.window.messages import MessageBar, Notice
from app.window.trial_news import TrialNews
from optimizer.events import Closed, PoolChanged
from optimizer.views import ConfirmationView, HeadToHeadView
from tests.app.build_views import pool_view
from tests.app.judging_views import confirmation_view


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> MessageBar:
    made = MessageBar(theme)
    qtbot.addWidget(made)
    return made


def tell(news: TrialNews, *views: ConfirmationView) -> None:
    news.handle(PoolChanged(pool_view(confirmations=views)))


def test_its_end_is_told_once_with_a_way_to_the_result(bar: MessageBar) -> None:
    shown: list[str] = []
    news = TrialNews(bar, lambda: shown.append("result"), lambda *_: None)
    going = confirmation_view(judged=19, wanted=20, active=True)
    tell(news, going)
    assert bar.texts == ()
    done = confirmation_view(judged=20, wanted=20)
    tell(news, done)
    assert len(bar.texts) == 1
    assert bar.texts[0].startswith("Confirmed: on fresh rows you prefer")
    assert bar.findChild(Notice).level == "good"
    bar.findChild(QPushButton).click()
    assert shown == ["result"]
    tell(news, done)
    assert bar.texts == ()


def test_one_that_was_stopped_or_left_is_not_told(bar: MessageBar) -> None:
    news = TrialNews(bar, lambda: None, lambda *_: None)
    tell(news, confirmation_view(judged=3, wanted=20, active=True))
    tell(news, confirmation_view(judged=3, wanted=20))
    assert bar.texts == ()
    tell(news, confirmation_view(judged=19, wanted=20, active=True))
    news.handle(Closed())
    tell(news, confirmation_view(judged=20, wanted=20))
    assert bar.texts == ()


def test_the_end_of_two_head_to_head_is_told_with_their_names(bar: MessageBar) -> None:
    shown: list[tuple[str, str]] = []
    news = TrialNews(bar, lambda: None, lambda *two: shown.append(two))
    first, second = (row.candidate for row in pool_view().candidates[:2])

    def two(judged: int, *, active: bool) -> PoolChanged:
        trial = HeadToHeadView(first.id, second.id, 3, judged, judged, 0, 0, active)
        return PoolChanged(pool_view(head_to_head=(trial,)))

    news.handle(two(2, active=True))
    news.handle(two(2, active=False))
    assert bar.texts == ()
    news.handle(two(2, active=True))
    news.handle(two(3, active=False))
    (text,) = bar.texts
    assert f"{first.name} against {second.name}: 3 won" in text
    bar.findChild(QPushButton).click()
    assert shown == [(first.id, second.id)]
    assert bar.texts == ()
