"""The key sheet tells of every key that does something, and of no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

import app
from app.context import AppContext
from app.fixed_keys import FIXED, cap
from app.keymap import ACTIONS, Keymap
from app.theme import Theme
from app.window.main_window import MainWindow
from app.window.overlay import Overlay, key_list

# Qt's names of keys, where they differ from how a key is written.
WRITTEN = {"Escape": "Esc", "Enter": "Return", "PageUp": "PgUp", "PageDown": "PgDown"}
# A button that is told a new key takes every key there is.
TAKES_ANY = "key_capture.py"


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, tmp_path: Path) -> MainWindow:
    context = AppContext(tmp_path / "home")
    made = MainWindow(context, theme)
    qtbot.addWidget(made)
    for name in ("data", "compare", "prompts", "progress"):
        made.pages[name]
    made.closed.connect(context.close)
    return made


def listed() -> set[str]:
    """Every key that the sheet tells of, as Qt writes it."""
    return {known.key for known in ACTIONS} | {key for fixed in FIXED for key in fixed.keys}


def test_every_shortcut_of_the_window_and_its_pages_is_told(window: MainWindow) -> None:
    found = {s.key().toString() for s in window.findChildren(QShortcut)}
    for action in window.findChildren(QAction):
        found |= {key.toString() for key in action.shortcuts()}
    window.close()
    assert found - {""} - listed() == set()
    assert {known.key for known in ACTIONS} <= found, "a key of the table does nothing"


def test_every_key_that_a_field_or_list_takes_is_told() -> None:
    bare = {key.rsplit("+", 1)[-1] for key in listed()}
    for source in Path(app.__file__).parent.rglob("*.py"):
        if source.name != TAKES_ANY:
            for name in re.findall(r"Qt\.Key\.Key_(\w+)", source.read_text()):
                assert WRITTEN.get(name, name) in bare, f"{source.name} takes {name}"


def test_the_sheet_shows_all_of_them_with_the_keys_in_force(qtbot: QtBot) -> None:
    tag = next(known.id for known in ACTIONS if known.id.startswith("tag."))
    sheet = key_list(Keymap({"vote.left": "A"}), {tag: "Rude"})
    qtbot.addWidget(sheet)
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    assert {known.key for known in ACTIONS} - {"1"} <= shown
    assert "A" in shown
    assert "Tag: Rude" in shown
    assert {cap(fixed) for fixed in FIXED} | {fixed.text for fixed in FIXED} <= shown


def test_fixed_keys_are_real_and_take_none_of_the_table() -> None:
    for fixed in FIXED:
        for key in fixed.keys:
            assert QKeySequence(key).toString() == key
            assert key not in {known.key for known in ACTIONS}


def test_the_sheet_scrolls_by_keys(qtbot: QtBot, theme: Theme) -> None:
    under = QWidget()
    qtbot.addWidget(under)
    under.resize(700, 300)
    under.show()
    sheet = Overlay(theme, under)
    sheet.show_sheet("Keys", key_list(Keymap(), {}), 860, 640)
    qtbot.waitUntil(lambda: sheet._body.verticalScrollBar().maximum() > 0)
    QTest.keyClick(sheet, Qt.Key.Key_End)
    assert sheet._body.verticalScrollBar().value() == sheet._body.verticalScrollBar().maximum()


def test_a_text_on_a_sheet_can_be_copied_and_a_list_of_keys_cannot(
    qtbot: QtBot, theme: Theme
) -> None:
    under = QWidget()
    qtbot.addWidget(under)
    under.resize(700, 300)
    under.show()
    sheet = Overlay(theme, under)
    sheet.show_text("About", "PairTune and more", 480, 320)
    sheet.copy.click()
    assert QGuiApplication.clipboard().text() == "PairTune and more"
    sheet.show_sheet("Keys", key_list(Keymap(), {}), 860, 640)
    assert sheet.copy.isHidden()
