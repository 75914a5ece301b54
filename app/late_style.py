"""Gives a new style to what is seen at once, and to what is hidden bit by bit afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

AT_ONCE = 100  # hidden widgets; more at a time would be felt by somebody who types

_POLISHED = Qt.WidgetAttribute.WA_WState_Polished
_OWN_STYLE = Qt.WidgetAttribute.WA_SetStyle


class LateStyle(QObject):
    """Keeps Qt from polishing hidden widgets while the style changes, and polishes them later.

    Most of a window is hidden: the other pages, menus, lists of choices. Polishing them takes
    longer than all else, and nobody waits for it.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._late: list[QWidget] = []
        # Qt forgets what widgets looked like without a sheet when the last sheet is taken off.
        self._keeper = QWidget()
        self._keeper.setStyleSheet("QWidget {}")
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    @contextmanager
    def sparing_hidden(self) -> Iterator[None]:
        """Leave hidden widgets alone while another style is put on."""
        late = [
            widget
            for widget in self._app.allWidgets()
            if not widget.isVisible()
            and widget.testAttribute(_POLISHED)
            and not widget.testAttribute(_OWN_STYLE)
        ]
        for widget in late:
            widget.setAttribute(_POLISHED, False)
            widget.setAttribute(_OWN_STYLE, True)
        try:
            yield
        finally:
            for widget in late:
                if shiboken6.isValid(widget):
                    widget.setAttribute(_POLISHED, True)
                    widget.setAttribute(_OWN_STYLE, False)
            self._late = late
            self._timer.start()

    def finish(self) -> None:
        """Give the style to all that is left now."""
        while self._late:
            self._go_on()

    def _go_on(self) -> None:
        style = self._app.style()
        late, self._late = self._late[:AT_ONCE], self._late[AT_ONCE:]
        for widget in late:
            if shiboken6.isValid(widget):
                style.unpolish(widget)
                style.polish(widget)
                QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
        if not self._late:
            self._timer.stop()
