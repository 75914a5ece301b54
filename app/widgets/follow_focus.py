"""Bring into sight what a key gave the focus to, where a page scrolls."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from app.theme import WIDE


class FollowFocus(QObject):
    """Scrolls an area to the widget in it that gets the focus by a key or by the program.

    Args:
        area: What scrolls; it owns this.
    """

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        # Under the mouse nothing moves; what is higher than the area has no one place to be at.
        inside = self._area.widget()
        if now is None or inside is None or not inside.isAncestorOf(now):
            return
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        if now.height() <= self._area.viewport().height():
            self._area.ensureWidgetVisible(now, 0, WIDE)
