"""What heat maps share: a grid of cells that the mouse and the keyboard reach."""

from __future__ import annotations

from abc import abstractmethod

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

from app.theme import GAP, Theme
from app.widgets.plain_tip import plain_tip

STRONGEST = 0.48  # opacity of the strongest tint; the figures on it stay readable
CENTRE = int(Qt.AlignmentFlag.AlignCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class HeatChart(QWidget):
    """One cell each; arrows move between them, and Return or a click chooses one.

    Args:
        theme: Gives colours, type and the zoom.
        name: What screen readers call the chart.
        least: The smallest width and height of a cell, in pixels at 100 %.
        names: The smallest and the largest width of the rows' names, in pixels at 100 %.
        head: The height of the columns' names, in pixels at 100 %.
        largest: How far the cells of a small grid grow.
    """

    chosen = Signal(int, int)

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        least: tuple[int, int],
        names: tuple[int, int],
        head: int,
        largest: int = 72,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._least, self._names_bounds = least, names
        self._head, self._largest = head, largest
        self._at = (0, 0)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.restyle)

    # -- what a chart says of itself ----------------------------------------------------------

    @abstractmethod
    def shape(self) -> tuple[int, int]:
        """Return how many rows and columns there are; no rows for nothing to show."""

    @abstractmethod
    def tip(self, row: int, column: int) -> str:
        """Return in words what a cell shows; empty where there is nothing to say."""

    @abstractmethod
    def can_choose(self, row: int, column: int) -> bool:
        """Return whether a click on a cell does anything."""

    @abstractmethod
    def empty_words(self) -> str:
        """Return what is said while there is nothing to show."""

    @abstractmethod
    def paint_names(self, painter: QPainter) -> None:
        """Write what the rows and columns are."""

    @abstractmethod
    def paint_cell(self, painter: QPainter, area: QRectF, row: int, column: int) -> None:
        """Draw a cell."""

    # -- what all of them do ------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        rows, columns = self.shape()
        theme, (wide, high) = self._theme, self._least
        width = theme.px(self._names_bounds[0]) + columns * theme.px(wide)
        height = theme.px(self._head) + rows * theme.px(high) + GAP
        return QSize(max(width, theme.px(320)), height)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def cell_area(self, row: int, column: int) -> QRectF:
        """Return where a cell is."""
        wide, high = self._cell_size()
        top = self._theme.px(self._head)
        return QRectF(self.names_width() + column * wide, top + row * high, wide, high)

    def names_width(self) -> float:
        """Return how much room the rows' names have."""
        least, most = (self._theme.px(bound) for bound in self._names_bounds)
        room = self.width() - self.shape()[1] * self._theme.px(self._least[0])
        return float(min(max(room, least), most))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._theme.colours
        painter.fillRect(self.rect(), QColor(colours.base))
        rows, columns = self.shape()
        if not rows:
            painter.setPen(QColor(colours.muted))
            painter.drawText(QRectF(self.rect()), CENTRE, self.empty_words())
            painter.end()
            return
        self.paint_names(painter)
        for row in range(rows):
            for column in range(columns):
                area = self.cell_area(row, column).adjusted(1, 1, -1, -1)
                self.paint_cell(painter, area, row, column)
        if self.hasFocus() and self._inside(*self._at):
            self.frame(painter, self.cell_area(*self._at).adjusted(1, 1, -1, -1), colours.accent)
        painter.end()

    def frame(self, painter: QPainter, area: QRectF, colour: str) -> None:
        """Draw a frame around a cell."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), 2))
        painter.drawRect(area)

    def write(self, painter: QPainter, area: QRectF, text: str, how: int = LEFT) -> None:
        """Write a name, shortened where it has no room."""
        short = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(area.width())
        )
        painter.drawText(area, how, short)

    def font_of(self, size: int, *, bold: bool = False) -> QFont:
        """Return the font of figures of a size."""
        font = self._theme.interface_font(bold=bold, tabular=True)
        font.setPixelSize(self._theme.px(size))
        return font

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._under(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(self.tip(*found) if found else ""), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._under(event.position())
        hand = found is not None and self.can_choose(*found)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._under(event.position())
        if found and event.button() == Qt.MouseButton.LeftButton and self.can_choose(*found):
            self._move(*found)
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        rows, columns = self.shape()
        if step and self._inside(*self._at):
            row, column = self._at[0] + step[0], self._at[1] + step[1]
            self._move(min(max(row, 0), rows - 1), min(max(column, 0), columns - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def begin_at(self, row: int, column: int, *, anew: bool) -> None:
        """Say where the keyboard stands first, and once the cell where it stood is gone."""
        if anew or not self._inside(*self._at):
            self._at = (row, column)
        self.restyle()

    def restyle(self) -> None:
        """Draw everything anew."""
        self._describe()
        self.updateGeometry()
        self.update()

    def _cell_size(self) -> tuple[float, float]:
        theme, (wide, high) = self._theme, self._least
        rows, columns = (max(1, size) for size in self.shape())
        largest = theme.px(self._largest)
        across = (self.width() - self.names_width()) / columns
        down = (self.height() - theme.px(self._head) - GAP) / rows
        return (
            min(max(across, theme.px(wide)), largest),
            min(max(down, theme.px(high)), largest / 1.5),
        )

    def _inside(self, row: int, column: int) -> bool:
        rows, columns = self.shape()
        return 0 <= row < rows and 0 <= column < columns

    def _under(self, place: QPointF) -> tuple[int, int] | None:
        wide, high = self._cell_size()
        column = int((place.x() - self.names_width()) // wide)
        row = int((place.y() - self._theme.px(self._head)) // high)
        return (row, column) if self._inside(row, column) else None

    def _move(self, row: int, column: int) -> None:
        self._at = row, column
        self._describe()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(self.tip(*self._at) if self._inside(*self._at) else "")

    def _choose(self) -> None:
        if self._inside(*self._at) and self.can_choose(*self._at):
            self.chosen.emit(*self._at)
