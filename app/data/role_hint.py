"""A line about expected answers that do not fit the prompt, with the change that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.language import mark, tr
from app.theme import GAP, HALF
from app.widgets.card import label
from app.widgets.plain_text import visible
from optimizer.records import AnswerKind, ColumnRole

if TYPE_CHECKING:
    from optimizer.dataset import RoleAdvice

OFFERS = {
    ColumnRole.INPUT: mark("Make it an input"),
    ColumnRole.REFERENCE: mark("Make it the reference"),
    AnswerKind.LABEL: mark("Answers are labels"),
}


class RoleHint(QFrame):
    """Hidden while there is nothing to say; `accepted` carries the advice that was taken."""

    accepted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._advice: RoleAdvice | None = None
        self.setProperty("kind", "notice")
        self.setProperty("level", "warning")
        self._words = label("", wrap=True, name="role-advice")
        self.button = QPushButton()
        self.button.clicked.connect(lambda: self.accepted.emit(self._advice))
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, HALF, HALF, HALF)
        row.setSpacing(GAP)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        self.hide()

    def show_advice(self, advice: RoleAdvice | None) -> None:
        """Say an advice, or nothing."""
        self._advice = advice
        self.setVisible(advice is not None)
        if advice is not None:
            self._words.setText(visible(tr(advice.text)))
            offer = OFFERS.get(advice.role or advice.kind or AnswerKind.FREE, "")
            self.button.setText(tr(offer))
            self.button.setVisible(bool(offer))
