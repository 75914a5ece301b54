"""Looking back at how the prompts stood."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.progress.progress_page import ProgressPage
from app.theme import Theme
from optimizer.commands import ReplayTo
from optimizer.events import Closed, CurveChanged, PoolChanged, PoolReplayed
from tests.app.build_views import Recorder, candidates, curve, pool_view


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> ProgressPage:
    made = ProgressPage(theme)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    tell(made, PoolChanged(pool_view()), CurveChanged(curve()))
    return made


def tell(page: ProgressPage, *events: object) -> None:
    for event in events:
        page.handle(event)
    page._throttle.flush()


def test_the_slider_asks_once_it_rests(page: ProgressPage, qtbot: QtBot) -> None:
    heard = Recorder(page)
    for votes in (20, 12, 8):
        page.replay.slider.setValue(votes)
    qtbot.waitUntil(lambda: heard.commands == [ReplayTo(8)])
    assert page.replay.words.text().startswith("You are looking at vote 8 of 30")
    page.replay.back.click()
    qtbot.waitUntil(lambda: heard.commands == [ReplayTo(8), ReplayTo(None)])
    assert not page.replay.back.isVisible()


def test_the_past_is_shown_until_one_comes_back(page: ProgressPage) -> None:
    page.replay.slider.setValue(8)
    past = replace(pool_view(), candidates=candidates()[:2])
    tell(page, PoolReplayed(past, 8))
    assert [row.candidate.name for row in page.strengths.rows] == ["B1: shorter", "Start"]
    assert page.curve._mark.isVisible()
    assert page.curve._mark.value() == 8
    tell(page, CurveChanged(curve(31)))
    assert page.replay.votes == 8
    tell(page, PoolReplayed(None, None))
    assert len(page.strengths.rows) == 3
    assert not page.curve._mark.isVisible()


def test_who_looks_at_now_goes_on_doing_so(page: ProgressPage) -> None:
    tell(page, CurveChanged(curve(40)))
    assert page.replay.votes is None
    assert page.replay.slider.value() == 40


def test_a_closed_project_has_no_past(page: ProgressPage) -> None:
    page.replay.slider.setValue(8)
    tell(page, PoolReplayed(pool_view(), 8), Closed())
    assert page.replay.votes is None
    assert not page.replay.isVisible()
    assert page.strengths.rows == ()


def test_the_slider_is_there_only_where_it_changes_something(page: ProgressPage) -> None:
    assert page.replay.isVisible()
    page._tabs.setCurrentIndex(1)
    assert not page.replay.isVisible()
    page._tabs.setCurrentIndex(2)
    assert page.replay.isVisible()
    tell(page, Closed())
    assert not page.replay.isVisible()
