"""Turns a stream of updates of a page into at most one redraw per so many milliseconds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

EVERY_MS = 250


class Throttle(QObject):
    """Calls `redraw` soon after `ask`, never while the page is hidden, and once when it is shown.

    Args:
        page: The widget that is redrawn; also the parent.
        redraw: Draws what is known now.
        every_ms: The least time between two redraws.
    """

    def __init__(self, page: QWidget, redraw: Callable[[], None], every_ms: int = EVERY_MS) -> None:
        super().__init__(page)
        self._page = page
        self._redraw = redraw
        self._stale = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self._due)
        page.installEventFilter(self)

    def ask(self) -> None:
        """Ask for a redraw; the first one is done at once."""
        self._stale = True
        if self._page.isVisible() and not self._timer.isActive():
            self._draw()

    def flush(self) -> None:
        """Redraw now if anything is stale."""
        if self._stale:
            self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self.flush()
        return False

    def _due(self) -> None:
        if self._stale and self._page.isVisible():
            self._draw()

    def _draw(self) -> None:
        self._stale = False
        self._timer.start()
        self._redraw()
