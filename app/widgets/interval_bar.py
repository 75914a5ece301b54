"""Draws an estimate with its 90 % interval as a small bar on a shared scale."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.colours import Colours
from app.pool_rows import Rows, span_of, start_place
from app.words.figures import Z90, strength_interval
from optimizer.records import Standing


@dataclass(frozen=True, slots=True)
class Scale:
    """The range of values that a bar's width stands for; `mark` is the start prompt's strength."""

    low: float
    high: float
    mark: float = 0.0

    def place(self, value: float, area: QRectF) -> float:
        """Return where a value lies across an area; what is outside lies on its edge."""
        span = (self.high - self.low) or 1.0
        share = min(1.0, max(0.0, (value - self.low) / span))
        return area.left() + share * area.width()


def strength_scale(rows: Rows) -> Scale:
    """Return a scale on which the intervals of all the prompts fit."""
    start = start_place(rows)
    mark = 0.0 if start is None else rows[start].standing.mean
    low, high = span_of(rows, Z90) or (mark, mark)
    low, high = min(low, mark), max(high, mark)
    room = 0.04 * (high - low)
    return Scale(low - room, high + room, mark)


def paint_interval(
    painter: QPainter,
    area: QRectF,
    standing: Standing,
    scale: Scale,
    colours: Colours,
    *,
    strong: bool,
) -> None:
    """Draw a strength: the start's line, the interval as a bar and the estimate as a dot.

    Args:
        painter: Where to draw.
        area: The room for the bar.
        standing: Whose strength.
        scale: The shared scale.
        colours: The appearance.
        strong: Whether it is the recommended prompt, which is drawn in the accent colour.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    mark = scale.place(scale.mark, area)
    painter.setPen(QPen(QColor(colours.border_strong), 1, Qt.PenStyle.DotLine))
    painter.drawLine(QPointF(mark, area.top()), QPointF(mark, area.bottom()))
    low, high = (scale.place(end, area) for end in strength_interval(standing))
    middle = area.center().y()
    tint = QColor(colours.accent if strong else colours.muted)
    band = QColor(tint)
    band.setAlphaF(0.35 if strong else 0.28)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(band)
    painter.drawRoundedRect(QRectF(low, middle - 3, max(2.0, high - low), 6), 3, 3)
    painter.setBrush(tint)
    painter.drawEllipse(QPointF(scale.place(standing.mean, area), middle), 4, 4)
    painter.restore()
