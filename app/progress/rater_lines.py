"""Everyone who judges, a line each: who, how much, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.language import mark, tr
from app.theme import GAP, HALF, Theme
from app.widgets.card import label
from app.widgets.plain_text import visible
from app.widgets.share_bar import ShareBar
from app.words.rater_words import RaterRow, rater_line, rater_note

TASTE = mark("Taste: how far its judgement of the prompts follows yours, from 0 (not at all) to 1.")
KAPPA = mark("Kappa: agreement beyond what chance would give; 0 is chance, 1 is always.")
RELIABILITY = mark(
    "Reliability: how clearly the differences between prompts show in somebody's votes; 1 is as "
    "clearly as in the other people's, 0 is chance."
)


class RaterLines(QWidget):
    """Redrawn whole when a rater's figures change; there are only a few."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[RaterRow, ...] | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP * 2)
        self._grid.setVerticalSpacing(HALF)
        self._grid.setColumnStretch(0, 1)

    @property
    def text(self) -> str:
        """Everything the lines say."""
        return "\n".join(
            f"{row.name}: {rater_line(row)} {rater_note(row)}".strip() for row in self._rows or ()
        )

    def show_rows(self, rows: Sequence[RaterRow]) -> None:
        """Show these raters."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        line = 0
        for row in self._rows:
            line = self._add(row, line)
        self._grid.setRowStretch(line, 1)

    def _add(self, row: RaterRow, line: int) -> int:
        top = Qt.AlignmentFlag.AlignTop
        self._grid.setRowStretch(line, 0)
        self._grid.addWidget(_name(row), line, 0)
        if row.agreement is not None:
            bar = ShareBar(self._theme, strong=row.me)
            bar.show_share(row.agreement.share, row.agreement.low, row.agreement.high)
            self._grid.addWidget(bar, line, 1)
        words = label(rater_line(row), wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if not row.me:
            words.setToolTip(f"{tr(TASTE)}\n{tr(KAPPA)}")
        if row.company is not None:
            words.setToolTip(f"{tr(KAPPA)}\n{tr(RELIABILITY)}")
        self._grid.addWidget(words, line + 1, 0, 1, 2, top)
        if note := rater_note(row):
            self._grid.addWidget(label(note, "small", wrap=True), line + 2, 0, 1, 2, top)
        gap = QWidget()
        gap.setFixedHeight(GAP)
        self._grid.addWidget(gap, line + 3, 0)
        return line + 4


def _name(row: RaterRow) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(GAP)
    line.addWidget(label(visible(row.name), "strong"))
    if not row.heard:
        chip = label(tr("not heard"), "chip")
        chip.setProperty("level", "warning")
        line.addWidget(chip)
    line.addStretch(1)
    return holder
