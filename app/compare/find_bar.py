"""Finding a piece of text in both outputs at once."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from app.compare.output_diff import Range
from app.language import tr
from app.theme import GAP, HALF, Theme
from app.words.figures import out_of

MOST_FOUND = 500  # in each output; more would take long to mark


class FindBar(QFrame):
    """A line to type in; `wanted` carries the text, `stepped` +1 or -1, `closed` nothing."""

    wanted = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "notice")
        self._line = QLineEdit()
        self._line.setPlaceholderText(tr("Find in both outputs"))
        self._line.setAccessibleName(tr("Find in both outputs"))
        self._line.textChanged.connect(self.wanted)
        self._told = QLabel()
        self._told.setProperty("kind", "small")
        self._back = self._button(tr("Previous (Shift+Return)"), lambda: self.stepped.emit(-1))
        self._on = self._button(tr("Next (Return)"), lambda: self.stepped.emit(1))
        self._shut = self._button(tr("Close (Esc)"), self.closed.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, HALF, HALF, HALF)
        row.setSpacing(HALF)
        row.addWidget(self._line, 1)
        row.addWidget(self._told)
        for button in (self._back, self._on, self._shut):
            row.addWidget(button)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        """What is looked for."""
        return self._line.text()

    def start(self) -> None:
        """Show the bar with the focus in it."""
        self.show()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def tell(self, at: int, found: int, *, more: bool) -> None:
        """Say which match is current (from 0), how many there are, and whether there are more."""
        if not self.text:
            self._told.setText("")
        elif not found:
            self._told.setText(tr("Not found"))
        else:
            self._told.setText(f"{out_of(at + 1, found)}{'+' if more else ''}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepped.emit(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    def _button(self, tip: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setToolTip(tip)
        button.setAccessibleName(tip.split(" (")[0])
        button.clicked.connect(lambda: act())
        return button

    def _restyle(self) -> None:
        muted = self._theme.colours.muted
        for button, name in (
            (self._back, "chevron-up"),
            (self._on, "chevron-down"),
            (self._shut, "close"),
        ):
            button.setIcon(self._theme.icon(name, muted))


def occurrences(text: str, wanted: str, start: int = 0) -> tuple[Range, ...]:
    """Return where a text occurs, whatever its case; at most `MOST_FOUND` places.

    Args:
        text: Is looked through.
        wanted: What is looked for.
        start: From where on.
    """
    if not wanted:
        return ()
    found: list[Range] = []
    small, text_small = wanted.lower(), text.lower()
    if len(small) == len(wanted) and len(text_small) == len(text):  # as nearly every text
        at = text_small.find(small, start)
        while at >= 0 and len(found) < MOST_FOUND:
            found.append((at, at + len(small)))
            at = text_small.find(small, at + len(small))
        return tuple(found)
    for match in re.compile(re.escape(wanted), re.IGNORECASE).finditer(text, start):
        found.append(match.span())
        if len(found) == MOST_FOUND:
            break
    return tuple(found)
