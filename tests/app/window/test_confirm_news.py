"""The end of a confirmation is told on whatever page the person is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.theme import Theme
from app.window.confirm_news import ConfirmNews
from app.window.messages import MessageBar, Notice
from optimizer.events import Closed, PoolChanged
from optimizer.views import ConfirmationView
from tests.app.build_views import pool_view
from tests.app.judging_views import confirmation_view


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> MessageBar:
    made = MessageBar(theme)
    qtbot.addWidget(made)
    return made


def tell(news: ConfirmNews, *views: ConfirmationView) -> None:
    news.handle(PoolChanged(pool_view(confirmations=views)))


def test_its_end_is_told_once_with_a_way_to_the_result(bar: MessageBar) -> None:
    shown: list[str] = []
    news = ConfirmNews(bar, lambda: shown.append("result"))
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
    news = ConfirmNews(bar, lambda: None)
    tell(news, confirmation_view(judged=3, wanted=20, active=True))
    tell(news, confirmation_view(judged=3, wanted=20))
    assert bar.texts == ()
    tell(news, confirmation_view(judged=19, wanted=20, active=True))
    news.handle(Closed())
    tell(news, confirmation_view(judged=20, wanted=20))
    assert bar.texts == ()
