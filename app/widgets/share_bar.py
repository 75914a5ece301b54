"""A share with its interval, drawn on a line from 0 to 100 %."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import Theme

WIDTH, HEIGHT = 120, 18


class ShareBar(QWidget):
    """Shows one share: a band from low to high, a dot, and a mark where it is even.

    The words beside it say the same, so screen readers pass it over.

    Args:
        theme: Gives colours.
        strong: Whether it is drawn in the accent colour.
    """

    def __init__(self, theme: Theme, *, strong: bool = False, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._strong = strong
        self._shown: tuple[float, float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    @property
    def shown(self) -> tuple[float, float, float] | None:
        """The share and the ends of its interval."""
        return self._shown

    def show_share(self, share: float, low: float, high: float) -> None:
        """Show a share with its interval."""
        self._shown = (share, low, high)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(WIDTH), self._theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown is None:
            return
        share, low, high = self._shown
        colours = self._theme.colours
        area = QRectF(self.rect()).adjusted(5, 1, -5, -1)
        middle = area.center().y()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))
        painter.setPen(QPen(QColor(colours.border_strong), 1, Qt.PenStyle.DotLine))
        painter.drawLine(
            QPointF(area.center().x(), area.top()), QPointF(area.center().x(), area.bottom())
        )
        tint = QColor(colours.accent if self._strong else colours.muted)
        band = QColor(tint)
        band.setAlphaF(0.3)
        left, right = (area.left() + area.width() * end for end in (low, high))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        painter.drawRoundedRect(QRectF(left, middle - 3, max(2.0, right - left), 6), 3, 3)
        painter.setBrush(tint)
        painter.drawEllipse(QPointF(area.left() + area.width() * share, middle), 4, 4)
        painter.end()
