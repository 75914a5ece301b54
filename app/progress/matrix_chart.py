"""The win-rate matrix as a heat map: the row's prompt against the column's, with counts."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from app.colours import Colours, blend
from app.language import tr, tr_n
from app.progress.heat_chart import CENTRE, STRONGEST, HeatChart
from app.theme import GAP, Theme
from app.widgets.plain_text import visible
from app.words.figures import percent, whole
from optimizer.records import Candidate
from optimizer.views import MatrixCell, WinMatrix

CELL, HEAD = (38, 34), 34  # pixels at 100 %, at least
NAMES = (128, 190)


class MatrixChart(HeatChart):
    """One cell a pair.

    `pair_chosen` carries the ids of the row's and of the column's prompt.
    """

    pair_chosen = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            tr("Win rates of the prompts against each other"),
            least=CELL,
            names=NAMES,
            head=HEAD,
            parent=parent,
        )
        self._names: tuple[Candidate, ...] = ()
        self._cells: tuple[tuple[MatrixCell | None, ...], ...] = ()
        self.chosen.connect(
            lambda row, column: self.pair_chosen.emit(self._names[row].id, self._names[column].id)
        )

    def show_matrix(self, matrix: WinMatrix, candidates: Mapping[str, Candidate]) -> None:
        """Show other figures.

        Args:
            matrix: The figures.
            candidates: At least its prompts, by id.
        """
        first = not self._names
        self._names = tuple(candidates[prompt_id] for prompt_id in matrix.prompts)
        self._cells = matrix.cells
        self.begin_at(0, min(1, max(0, len(self._names) - 1)), anew=first)

    def shape(self) -> tuple[int, int]:
        return len(self._names), len(self._names)

    def can_choose(self, row: int, column: int) -> bool:
        return row != column

    def empty_words(self) -> str:
        return tr("Once prompts were compared, this shows how each does against each.")

    def tip(self, row: int, column: int) -> str:
        """Return in words what a cell shows; empty on the diagonal."""
        cell = self._cells[row][column]
        if cell is None:
            return ""
        words = tr(
            "{first} against {second}: {share} ({low} to {high})",
            first=visible(self._names[row].name),
            second=visible(self._names[column].name),
            share=percent(cell.win_rate),
            low=percent(cell.low),
            high=percent(cell.high),
        )
        if not cell.votes:
            never = tr("Never compared: this follows from their other votes.")
            return f"{words}. {never}"
        votes = tr_n(
            "{n} vote: won {wins}, lost {losses}",
            "{n} votes: won {wins}, lost {losses}",
            cell.votes,
            wins=cell.wins,
            losses=cell.losses,
        )
        tied = ", " + tr_n("{n} tie", "{n} ties", cell.ties) if cell.ties else ""
        return f"{words}. {votes}{tied}."

    def paint_names(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.colours.text))
        painter.setFont(self._theme.interface_font())
        for at, who in enumerate(self._names):
            row, column = self.cell_area(at, 0), self.cell_area(0, at)
            left = QRectF(0, row.top(), row.left() - GAP, row.height())
            above = QRectF(column.left(), 0, column.width(), column.top())
            self.write(painter, left, visible(who.name))
            self.write(painter, above, visible(who.handle), CENTRE)

    def paint_cell(self, painter: QPainter, area: QRectF, row: int, column: int) -> None:
        cell, colours = self._cells[row][column], self._theme.colours
        painter.fillRect(area, QColor(tint(cell, colours)))
        if cell is None:
            return
        painter.setPen(QColor(colours.text if cell.votes else colours.muted))
        painter.setFont(self.font_of(12, bold=bool(cell.votes)))
        if not cell.votes:
            painter.drawText(area, CENTRE, percent(cell.win_rate))
            return
        half = area.height() / 2
        top, below = area.adjusted(0, 1, 0, -half + 3), area.adjusted(0, half, 0, -1)
        painter.drawText(top, CENTRE, percent(cell.win_rate))
        painter.setFont(self.font_of(10))
        painter.drawText(below, CENTRE, whole(cell.votes))


def tint(cell: MatrixCell | None, colours: Colours) -> str:
    """Return the colour of a cell: A's for wins, B's for losses, none where no vote is.

    Args:
        cell: None on the diagonal.
        colours: The appearance.
    """
    if cell is None:
        return colours.window
    if not cell.votes:
        return colours.base
    side = colours.side_a if cell.win_rate >= 0.5 else colours.side_b
    return blend(side, colours.base, min(1.0, 2 * abs(cell.win_rate - 0.5)) * STRONGEST)
