"""The win-rate matrix: its cells in words, its numbers, and the votes behind a pair."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.colours import DARK, LIGHT, Colours, contrast
from app.progress.matrix_card import MatrixCard
from app.progress.matrix_chart import tint
from app.progress.progress_page import MATRIX, ProgressPage
from app.requests import ShowVotes, VoteFilter
from app.theme import Theme
from optimizer.events import HistoryChanged, PoolChanged
from optimizer.views import MatrixCell
from tests.app.build_views import Recorder, history, matrix, pool_view


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> MatrixCard:
    made = MatrixCard(theme)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show_pool(pool_view())
    made.show()
    return made


def test_a_cell_is_told_in_words(card: MatrixCard) -> None:
    assert card.chart.tip(0, 1) == (
        "B3: with an example against B1: shorter: 60 % (40 % to 78 %). "
        "5 votes: won 3, lost 1, 1 tie."
    )
    assert card.chart.tip(0, 3).endswith("Never compared: this follows from their other votes.")
    assert card.chart.tip(2, 2) == ""


def test_a_click_opens_the_votes_between_the_two(card: MatrixCard) -> None:
    heard = Recorder(card)
    place = card.chart.cell_area(0, 2).center().toPoint()
    QTest.mouseClick(card.chart, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseClick(
        card.chart,
        Qt.MouseButton.LeftButton,
        pos=card.chart.cell_area(1, 1).center().toPoint(),
    )
    ids = matrix().prompts
    assert heard.requests == [ShowVotes(VoteFilter(prompt_id=ids[0], against_id=ids[2]))]


def test_the_keyboard_reaches_every_cell(card: MatrixCard) -> None:
    heard = Recorder(card)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left):
        QTest.keyClick(card.chart, key)
    assert card.chart.accessibleDescription() == card.chart.tip(1, 0)
    QTest.keyClick(card.chart, Qt.Key.Key_Return)
    ids = matrix().prompts
    assert heard.requests == [ShowVotes(VoteFilter(prompt_id=ids[1], against_id=ids[0]))]


def test_the_same_numbers_can_be_copied(card: MatrixCard) -> None:
    card.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Prompt\tAgainst\tWin rate\tFrom\tTo\tVotes\tWon\tLost\tTied"
    assert "B3: with an example\tB1: shorter\t60 %\t40 %\t78 %\t5\t3\t1\t1" in lines
    assert len(lines) == 13


def test_without_a_project_it_says_what_it_will_show(card: MatrixCard) -> None:
    card.show_pool(None)
    QTest.keyClick(card.chart, Qt.Key.Key_Return)
    QTest.keyClick(card.chart, Qt.Key.Key_Right)
    assert not card.grab().isNull()


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_figures_can_be_read_on_every_tint(colours: Colours) -> None:
    for rate in range(101):
        cell = MatrixCell(rate / 100, 0.0, 1.0, 1, 0, 0)
        assert contrast(colours.text, tint(cell, colours)) >= 4.5
    assert contrast(colours.muted, tint(MatrixCell(0.9, 0, 1, 0, 0, 0), colours)) >= 4.5


def test_the_page_narrows_its_history_to_a_pair(qtbot: QtBot, theme: Theme) -> None:
    page = ProgressPage(theme)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.handle(PoolChanged(pool_view()))
    page.handle(HistoryChanged(history(), whole=True))
    page._throttle.flush()
    page._tabs.setCurrentIndex(MATRIX)
    assert page.matrix_card.chart.tip(0, 1)
    ids = matrix().prompts
    page.show_votes(VoteFilter(prompt_id=ids[2], against_id=ids[1]))
    shown = page.history.table.rows_model.rows
    assert {frozenset((row.left_prompt, row.right_prompt)) for row in shown} == {
        frozenset((ids[2], ids[1]))
    }
    assert page.history._narrowed.text() == "Only votes with Start, against B1: shorter"
