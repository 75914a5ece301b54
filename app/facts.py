"""Pairs of a subject and a text, set in two columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from app.card import label
from app.plain_text import visible
from app.theme import GAP, PAGE


class Facts(QScrollArea):
    """A quiet list of facts that scrolls where it is long; texts can be selected.

    Args:
        name: What screen readers call the list.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[str, str], ...] | None = None
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
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, GAP, GAP, GAP)
        grid.setHorizontalSpacing(PAGE)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, (subject, said) in enumerate(facts):
            words = label(visible(said), wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label(subject, "muted"), row, 0, top)
            grid.addWidget(words, row, 1, top)
        grid.setRowStretch(len(self._shown), 1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
