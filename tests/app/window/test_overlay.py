"""The sheet over the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.theme import Theme
from app.window.overlay import Overlay


class Asked(Overlay):
    """A sheet that counts the events it is asked about."""

    asked = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.asked += 1
        return super().eventFilter(watched, event)


def test_the_sheet_covers_a_window_that_is_resized_and_is_asked_of_nothing_while_hidden(
    qtbot: QtBot, theme: Theme
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    sheet = Asked(theme, window)
    window.resize(700, 500)
    window.show()
    qtbot.waitExposed(window)
    window.resize(720, 520)
    assert sheet.asked == 0

    sheet.show_text("Title", "text", 400, 300)
    window.resize(800, 600)
    assert sheet.size() == window.size()
    sheet.close_sheet()

    told = sheet.asked
    window.resize(720, 520)
    assert sheet.asked == told > 0
