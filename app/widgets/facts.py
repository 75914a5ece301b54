"""Pairs of a subject and a text, set in two columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from app.theme import GAP, PAGE
from app.widgets.card import label
from app.widgets.plain_text import visible

NARROW = 36  # letters a line, below which a text stands under its subject


class Facts(QScrollArea):
    """A quiet list of facts that scrolls where it is long; texts can be selected.

    Args:
        name: What screen readers call the list.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[str, str], ...] | None = None
        self._lines: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout()
        self._stacked = False
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    @property
    def text(self) -> str:
        """Everything that is shown."""
        return "\n".join(f"{subject}: {said}" for subject, said in self._shown or ())

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show other facts."""
        if tuple(facts) == self._shown:
            return
        self._shown = tuple(facts)
        self._lines = [(label(subject, "muted"), _said(text)) for subject, text in facts]
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, GAP, GAP, GAP)
        self._grid.setHorizontalSpacing(PAGE)
        self._grid.setVerticalSpacing(GAP)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(2 * len(self._lines), 1)
        self._place()
        self.setWidget(inside)
        inside.setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._narrow() != self._stacked:
            self._place()

    def _narrow(self) -> bool:
        return self.viewport().width() < NARROW * self.fontMetrics().averageCharWidth()

    def _place(self) -> None:
        """Set each text beside its subject, or below it where too little room would be left."""
        self._stacked = self._narrow()
        grid, top = self._grid, Qt.AlignmentFlag.AlignTop
        for row, (subject, words) in enumerate(self._lines):
            grid.removeWidget(subject)
            grid.removeWidget(words)
            if self._stacked:
                grid.addWidget(subject, 2 * row, 0, 1, 2)
                grid.addWidget(words, 2 * row + 1, 0, 1, 2)
            else:
                grid.addWidget(subject, row, 0, top)
                grid.addWidget(words, row, 1, top)


def _said(text: str) -> QLabel:
    words = label(visible(text), wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return words
