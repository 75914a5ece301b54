"""Two columns of cards that scroll together, and become one where there is no room for two."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.theme import GAP, PAGE, Theme
from app.widgets.follow_focus import FollowFocus

NARROW = 720  # pixels at 100 % below which the columns stand one above the other


class TwoColumns(QScrollArea):
    """A scrolling page of cards.

    Args:
        theme: Gives the zoom.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._both.setContentsMargins(PAGE, GAP, PAGE, PAGE)
        self._both.setSpacing(PAGE)
        self._left = self._column()
        self._right = self._column()
        self.setWidget(inside)
        theme.changed.connect(self._fit)
        FollowFocus(self)

    def add_left(self, card: QWidget, stretch: int = 0) -> None:
        """Put a card at the end of the left column."""
        self._left.insertWidget(self._left.count() - 1, card, stretch)

    def add_right(self, card: QWidget, stretch: int = 0) -> None:
        """Put a card at the end of the right column."""
        self._right.insertWidget(self._right.count() - 1, card, stretch)

    def sizeHint(self) -> QSize:
        # It scrolls by itself, so what is around it need not scroll for its sake.
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.viewport().width() >= self._theme.px(NARROW)
        self._both.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )

    def _column(self) -> QVBoxLayout:
        holder = QWidget()
        # Both columns are equally wide whatever their content would like.
        holder.setMinimumWidth(1)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(PAGE)
        column.addStretch(1)
        self._both.addWidget(holder, 1)
        return column
