"""At 200 % everything can be reached in a window of 1024 by 700."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.compare.compare_page import ComparePage
from app.compare_choices import CompareChoices
from app.context import AppContext
from app.dialogs.settings_dialog import SECTIONS, SettingsDialog
from app.language import VARIABLE
from app.theme import Theme
from app.widgets.key_button import KeyButton
from app.window.frame import Roll
from app.window.main_window import MainWindow
from optimizer.events import CurveChanged, HistoryChanged, PoolChanged, StatusChanged
from optimizer.records import Verdict
from optimizer.views import EngineState
from tests.app.build_views import curve, history, pool_view, status
from tests.app.fake_engine import FakeEngine, make_status

SIZE = (1024, 700)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[MainWindow]:
    theme.set_zoom(2.0)
    context = AppContext(tmp_path)
    context.settings.compare = CompareChoices(goal=20, pace=True)
    made = MainWindow(context, theme, opener=lambda path, _, emit: FakeEngine(emit).start())
    made.resize(*SIZE)
    made.show()
    made.projects.open(Path("/projects/replies.pairtune"))
    qtbot.waitUntil(lambda: made.task is not None)
    yield made
    made.close()
    made.deleteLater()
    context.close()


def fits(window: MainWindow) -> bool:
    QTest.qWait(20)
    least = window.minimumSizeHint()
    return least.width() <= SIZE[0] and least.height() <= SIZE[1]


def test_every_page_fits_with_figures_in_it(window: MainWindow) -> None:
    for _ in range(12):
        QTest.keyClick(window.compare, Qt.Key.Key_1)
        QTest.qWait(5)
    assert fits(window)
    for name in window.pages:
        window.show_page(name)
        for event in (
            PoolChanged(pool_view()),
            CurveChanged(curve()),
            HistoryChanged(history(), whole=True),
            StatusChanged(status()),
        ):
            window.handle(event)
        assert fits(window), name


def test_on_compare_nothing_scrolls_away(window: MainWindow) -> None:
    for _ in range(12):
        QTest.keyClick(window.compare, Qt.Key.Key_1)
        QTest.qWait(5)
    QTest.qWait(50)
    page = window.compare
    for widget in (page.verdicts, page.reason, page.strip, page.reveal):
        area = widget.geometry()
        assert page.rect().contains(area)
    shown = [button for button in page.strip._buttons if button.isVisible()]
    assert shown
    assert shown[-1].text().startswith("12 ")
    for button in shown:
        assert page.strip.rect().contains(button.geometry())


def test_a_large_window_can_be_made_small_at_once(window: MainWindow) -> None:
    window.resize(1900, 1000)
    QTest.qWait(20)
    window.resize(*SIZE)
    QTest.qWait(20)
    assert window.size().toTuple() == SIZE


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_verdict_and_no_tag_is_cut(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv(VARIABLE, language)
    page = ComparePage(window.theme)
    qtbot.addWidget(page)
    page.resize(SIZE[0] - window.rail.width(), SIZE[1])
    page.show()
    QTest.qWait(20)
    buttons = [*page.verdicts.findChildren(KeyButton), *page.reason.findChildren(KeyButton)]
    shown = [button for button in buttons if button.isVisible()]
    assert len(shown) == 7 + 6 + 1
    for button in shown:
        assert button.width() >= button.ways()[-1], button.text()
        assert button.parentWidget().rect().contains(button.geometry()), button.text()
    left = page.verdicts.button(Verdict.LEFT)
    assert left.fitting_text() == {"en": "Left", "de": "Links"}[language]


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_page_is_wider_than_its_room(
    qtbot: QtBot, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv(VARIABLE, language)
    theme.set_zoom(2.0)
    context = AppContext(tmp_path)
    made = MainWindow(context, theme, opener=lambda path, _, emit: FakeEngine(emit).start())
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.show()
    made.projects.open(Path("/projects/replies.pairtune"))
    qtbot.waitUntil(lambda: made.task is not None)
    for name in made.pages:
        made.show_page(name)
        for event in (PoolChanged(pool_view()), HistoryChanged(history(), whole=True)):
            made.handle(event)
        QTest.qWait(20)
        room = made.width() - made.rail.width()
        assert made.pages[name].minimumSizeHint().width() <= room, name
    made.close()
    context.close()


def test_every_state_fits(window: MainWindow) -> None:
    for state in EngineState:
        reason = "The cap of 5.00 USD is reached."
        window.handle(StatusChanged(make_status(state, stop_reason=reason)))
        assert fits(window), state


@pytest.mark.parametrize("language", ["en", "de"])
def test_dialogs_are_no_larger_than_the_screen(
    window: MainWindow, theme: Theme, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv(VARIABLE, language)
    dialog = SettingsDialog(window.context, theme, window.task, "comparing", window)
    room = dialog.screen().availableGeometry()
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    dialog.resize(SIZE[0] - 24, SIZE[1] - 48)
    dialog.show()
    for at, section in enumerate(SECTIONS):
        dialog.show_section(section)
        QTest.qWait(5)
        roll = dialog._stack.widget(at)
        assert isinstance(roll, Roll)
        assert roll.widget().minimumSizeHint().width() <= roll.viewport().width(), section
    least = dialog.minimumSizeHint()
    assert least.width() <= SIZE[0]
    assert least.height() <= SIZE[1]
    dialog.deleteLater()
