"""The win-rate matrix as a heat map: the row's prompt against the column's, with counts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.colours import Colours
from app.figures import count, percent
from app.plain_text import visible
from app.plain_tip import plain_tip
from app.theme import GAP, Theme
from optimizer.records import Candidate
from optimizer.views import MatrixCell, WinMatrix

WIDE, HIGH = 38, 34  # pixels of a cell at 100 %, at least
LARGEST = 72  # cells of a small pool grow no further
LEAST_NAMES, NAMES = 128, 190  # pixels for the rows' names
STRONGEST = 0.48  # opacity of the tint of a sure win; the figures on it stay readable
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class MatrixChart(QWidget):
    """One cell a pair; arrows move between them, and Return or a click chooses one.

    `pair_chosen` carries the ids of the row's and of the column's prompt.
    """

    pair_chosen = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[Candidate, ...] = ()
        self._cells: tuple[tuple[MatrixCell | None, ...], ...] = ()
        self._at = (0, 1)
        self.setAccessibleName("Win rates of the prompts against each other")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._restyle)

    def show_matrix(self, matrix: WinMatrix, candidates: dict[str, Candidate]) -> None:
        """Show other figures.

        Args:
            matrix: The figures.
            candidates: At least its prompts, by id.
        """
        self._names = tuple(candidates[prompt_id] for prompt_id in matrix.prompts)
        self._cells = matrix.cells
        if max(self._at) >= len(self._names):
            self._at = (0, 1)
        self._restyle()

    def tip(self, row: int, column: int) -> str:
        """Return in words what a cell shows; empty on the diagonal."""
        cell = self._cells[row][column]
        if cell is None:
            return ""
        first, second = visible(self._names[row].name), visible(self._names[column].name)
        belief = f"{percent(cell.win_rate)} ({percent(cell.low)} to {percent(cell.high)})"
        words = f"{first} against {second}: {belief}"
        if not cell.votes:
            return f"{words}. Never compared: this follows from their other votes."
        tied = f", {count(cell.ties, 'tie')}" if cell.ties else ""
        return f"{words}. {count(cell.votes, 'vote')}: won {cell.wins}, lost {cell.losses}{tied}."

    def minimumSizeHint(self) -> QSize:
        size = len(self._names)
        theme = self._theme
        width = theme.px(LEAST_NAMES) + size * theme.px(WIDE)
        return QSize(max(width, theme.px(320)), theme.px(HIGH) * (size + 1) + GAP)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def cell_area(self, row: int, column: int) -> QRectF:
        """Return where a cell is."""
        wide, high = self._cell_size()
        left, top = self._names_width(), self._theme.px(HIGH)
        return QRectF(left + column * wide, top + row * high, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._theme.colours
        painter.fillRect(self.rect(), QColor(colours.base))
        if not self._names:
            painter.setPen(QColor(colours.muted))
            words = "Once prompts were compared, this shows how each does against each."
            painter.drawText(QRectF(self.rect()), _CENTRE, words)
            painter.end()
            return
        for at in range(len(self._names)):
            self._paint_names(painter, at)
        for row, line in enumerate(self._cells):
            for column, cell in enumerate(line):
                self._paint_cell(painter, self.cell_area(row, column).adjusted(1, 1, -1, -1), cell)
        if self.hasFocus() and len(self._names) > 1:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(self.cell_area(*self._at).adjusted(1, 1, -1, -1))
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._under(QPointF(event.pos()))
            words = self.tip(*found) if found else ""
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._under(event.position())
        shape = Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._under(event.position())
        if found and event.button() == Qt.MouseButton.LeftButton:
            self._move(*found)
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        last = len(self._names) - 1
        if step and last > 0:
            row, column = self._at[0] + step[0], self._at[1] + step[1]
            self._move(min(max(row, 0), last), min(max(column, 0), last))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def _restyle(self) -> None:
        self._describe()
        self.updateGeometry()
        self.update()

    def _names_width(self) -> float:
        theme = self._theme
        room = self.width() - len(self._names) * theme.px(WIDE)
        return float(min(max(room, theme.px(LEAST_NAMES)), theme.px(NAMES)))

    def _cell_size(self) -> tuple[float, float]:
        size, theme = max(1, len(self._names)), self._theme
        wide = (self.width() - self._names_width()) / size
        high = (self.height() - theme.px(HIGH) - GAP) / size
        return (
            min(max(wide, theme.px(WIDE)), theme.px(LARGEST)),
            min(max(high, theme.px(HIGH)), theme.px(LARGEST) / 1.5),
        )

    def _under(self, place: QPointF) -> tuple[int, int] | None:
        wide, high = self._cell_size()
        column = int((place.x() - self._names_width()) // wide)
        row = int((place.y() - self._theme.px(HIGH)) // high)
        size = len(self._names)
        inside = 0 <= row < size and 0 <= column < size and row != column
        return (row, column) if inside else None

    def _move(self, row: int, column: int) -> None:
        self._at = row, column
        self._describe()
        self.update()

    def _describe(self) -> None:
        known = len(self._names) > 1
        self.setAccessibleDescription(self.tip(*self._at) if known else "")

    def _choose(self) -> None:
        row, column = self._at
        if len(self._names) > 1 and row != column:
            self.pair_chosen.emit(self._names[row].id, self._names[column].id)

    def _paint_names(self, painter: QPainter, at: int) -> None:
        across = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QColor(self._theme.colours.text))
        painter.setFont(self._theme.interface_font())
        row, column = self.cell_area(at, 0), self.cell_area(0, at)
        left = QRectF(0, row.top(), row.left() - GAP, row.height())
        above = QRectF(column.left(), 0, column.width(), column.top())
        who = self._names[at]
        for area, text, how in ((left, who.name, across), (above, who.handle, _CENTRE)):
            short = painter.fontMetrics().elidedText(
                visible(text), Qt.TextElideMode.ElideRight, int(area.width())
            )
            painter.drawText(area, how, short)

    def _paint_cell(self, painter: QPainter, area: QRectF, cell: MatrixCell | None) -> None:
        colours = self._theme.colours
        painter.fillRect(area, QColor(tint(cell, colours)))
        if cell is None:
            return
        painter.setPen(QColor(colours.text if cell.votes else colours.muted))
        painter.setFont(self._font(12, bold=bool(cell.votes)))
        if not cell.votes:
            painter.drawText(area, _CENTRE, percent(cell.win_rate))
            return
        half = area.height() / 2
        top, below = area.adjusted(0, 1, 0, -half + 3), area.adjusted(0, half, 0, -1)
        painter.drawText(top, _CENTRE, percent(cell.win_rate))
        painter.setFont(self._font(10))
        painter.drawText(below, _CENTRE, f"{cell.votes:,}")

    def _font(self, size: int, *, bold: bool = False) -> QFont:
        font = self._theme.interface_font(bold=bold, tabular=True)
        font.setPixelSize(self._theme.px(size))
        return font


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
    side = QColor(colours.side_a if cell.win_rate >= 0.5 else colours.side_b)
    ground = QColor(colours.base)
    share = min(1.0, 2 * abs(cell.win_rate - 0.5)) * STRONGEST
    mixed = (
        round(share * over + (1 - share) * under)
        for over, under in zip(side.getRgb()[:3], ground.getRgb()[:3], strict=True)
    )
    return QColor(*mixed).name()
