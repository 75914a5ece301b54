"""What the model receives for a row: the prompt with the row's values in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.language import tr
from app.theme import HALF, Theme
from app.widgets.elided_label import ElidedLabel
from app.widgets.icon_button import IconButton
from app.widgets.prompt_view import PromptView
from optimizer.errors import DataFault
from optimizer.records import Prompt
from optimizer.template import render, render_text


class RenderedView(QWidget):
    """Renders a prompt for one of the rows; `row_changed` tells when the buttons chose another."""

    row_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt: Prompt | None = None
        self._rows: tuple[Mapping[str, str], ...] = ()
        self._at = 0
        self._title = ElidedLabel("small")
        self._before = IconButton("chevron-left", tr("Row before"), theme)
        self._after = IconButton("chevron-right", tr("Row after"), theme)
        self._before.clicked.connect(lambda: self._step(-1))
        self._after.clicked.connect(lambda: self._step(1))
        self._view = PromptView(theme, tr("What the model receives"), tint=False)
        head = QHBoxLayout()
        head.setSpacing(HALF)
        head.addWidget(self._title, 1)
        head.addWidget(self._before)
        head.addWidget(self._after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(HALF)
        column.addLayout(head)
        column.addWidget(self._view, 1)
        self._draw()

    @property
    def text(self) -> str:
        """What is shown."""
        return self._view.toPlainText()

    def set_rows(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Offer other rows; the place among them is kept where it can be."""
        self._rows = tuple(rows)
        self._at = min(self._at, max(0, len(self._rows) - 1))
        self._draw()

    def set_row(self, at: int) -> None:
        """Choose a row by its number from 0."""
        if 0 <= at < len(self._rows) and at != self._at:
            self._at = at
            self._draw()

    def set_prompt(self, prompt: Prompt | None) -> None:
        """Render another prompt."""
        self._prompt = prompt
        self._draw()

    def _step(self, by: int) -> None:
        before = self._at
        self.set_row(self._at + by)
        if self._at != before:
            self.row_changed.emit(self._at)

    def _draw(self) -> None:
        total = len(self._rows)
        self._before.setEnabled(self._at > 0)
        self._after.setEnabled(self._at + 1 < total)
        if self._prompt is None or not total:
            self._title.set_text(tr("Nothing to render yet"))
            self._view.set_text("")
            return
        self._title.set_text(
            tr("What the model receives for row {row} of {total}", row=self._at + 1, total=total)
        )
        try:
            text = render_text(render(self._prompt, self._rows[self._at]))
        except DataFault as fault:
            text = f"{tr(fault.message)}\n{tr(fault.remedy)}"
        self._view.set_text(text)
