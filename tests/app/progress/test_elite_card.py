"""The map of elites: its cells in words, its numbers, the way to a prompt, and when it is there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.cli.map import elite_lines
from app.colours import DARK, LIGHT, Colours, contrast
from app.progress.elite_card import EliteCard
from app.progress.elite_chart import tint
from app.progress.progress_page import MAP, OVERVIEW, ProgressPage
from app.requests import ShowPrompt
from app.theme import Theme
from optimizer.events import PoolChanged
from optimizer.views import EliteMap, EliteView, PoolView
from tests.app.build_views import Recorder, candidates, elite_map, pool_view


def _mapped() -> PoolView:
    return pool_view(elites=elite_map())


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> EliteCard:
    made = EliteCard(theme)
    qtbot.addWidget(made)
    made.resize(900, 420)
    made.show_pool(_mapped())
    made.show()
    return made


def test_a_cell_is_told_in_words(card: EliteCard) -> None:
    start, _, _, shown, _ = (row.candidate.id for row in candidates())
    chart = card.chart
    at = chart.place_of(shown)
    assert at == (1, 5)
    assert chart.tip(*at) == (
        "Warm, 3–4 rules, about as long. Best: B3: with an example, +0.91. 1 other was not better."
    )
    plain = chart.place_of(start)
    assert plain is not None
    assert chart.tip(*plain).endswith("Best: Start, 0.00. 2 others were not better.")
    assert chart.tip(2, 0) == (
        "Strict, 1–2 rules, shorter than the start. No prompt of this kind was judged yet."
    )


def test_a_click_goes_to_the_prompt_and_an_empty_cell_nowhere(card: EliteCard) -> None:
    heard = Recorder(card)
    shown = candidates()[3].candidate.id
    at = card.chart.place_of(shown)
    assert at is not None
    for place in (at, (4, 15)):
        where = card.chart.cell_area(*place).center().toPoint()
        QTest.mouseClick(card.chart, Qt.MouseButton.LeftButton, pos=where)
    assert heard.requests == [ShowPrompt(shown)]


def test_the_keyboard_begins_at_the_best_kind_and_reaches_every_cell(card: EliteCard) -> None:
    heard = Recorder(card)
    best = card.chart.place_of(candidates()[3].candidate.id)
    assert best is not None
    assert card.chart.accessibleDescription() == card.chart.tip(*best)
    QTest.keyClick(card.chart, Qt.Key.Key_Up)
    QTest.keyClick(card.chart, Qt.Key.Key_Return)
    assert card.chart.accessibleDescription() == card.chart.tip(best[0] - 1, best[1])
    QTest.keyClick(card.chart, Qt.Key.Key_Down)
    QTest.keyClick(card.chart, Qt.Key.Key_Return)
    assert heard.requests == [ShowPrompt(candidates()[3].candidate.id)]


def test_the_same_numbers_can_be_copied(card: EliteCard) -> None:
    card.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Tone\tRules\tLength\tBest prompt\tStrength\tOf the kind"
    assert lines[1] == "warm\t3–4 rules\tabout as long\tB3: with an example\t+0.91\t2"
    assert len(lines) == 1 + len(elite_map().elites)


def test_without_a_map_it_says_what_it_will_show(card: EliteCard) -> None:
    for pool in (None, pool_view(elites=EliteMap(("a",), ("b",), ("c",)))):
        card.show_pool(pool)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Right):
            QTest.keyClick(card.chart, key)
        assert card.chart.shape() == (0, 0)
        assert not card.grab().isNull()


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_figures_can_be_read_on_every_tint(colours: Colours) -> None:
    for step in range(-20, 21):
        elite = EliteView("a", "b", "c", "p", step / 20, 1)
        ends = tuple(EliteView("a", "b", "c", "p", end, 1) for end in (-1.0, 1.0))
        found = EliteMap(("a",), ("b",), ("c",), ends, start=0.0)
        assert contrast(colours.text, tint(elite, found, colours)) >= 4.5


def test_the_tab_is_there_only_while_the_method_keeps_a_map(qtbot: QtBot, theme: Theme) -> None:
    page = ProgressPage(theme)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.handle(PoolChanged(pool_view()))
    page._throttle.flush()
    assert not page._tabs.isTabVisible(MAP)
    page.handle(PoolChanged(_mapped()))
    page._throttle.flush()
    assert page._tabs.isTabVisible(MAP)
    page._tabs.setCurrentIndex(MAP)
    assert page.elite_card.chart.shape() == (5, 16)
    page.handle(PoolChanged(pool_view()))
    page._throttle.flush()
    assert page._tabs.currentIndex() == OVERVIEW
    assert not page._tabs.isTabVisible(MAP)


def test_the_terminal_lists_the_same_cells() -> None:
    assert elite_lines(pool_view()) is None
    table = elite_lines(_mapped())
    assert table is not None
    assert table.row_count == len(elite_map().elites)
    assert next(iter(table.columns[3].cells)) == "B3: with an example"
