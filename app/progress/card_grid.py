"""Cards in pairs that scroll together, and one below the other where there is no room for two."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from app.theme import PAGE, Theme
from app.widgets.follow_focus import FollowFocus
from app.widgets.still_fields import still_fields

NARROW = 640  # pixels at 100 % below which the cards stand one below the other
LEFT, RIGHT = 3, 2  # how pairs share the width


class CardGrid(QScrollArea):
    """A head across the whole width, then pairs of cards.

    Args:
        theme: Gives the zoom.
        head: What stands above the pairs.
        pairs: The cards, a left and a right one each, with their share of the height to spare;
            without a right one the left one takes the whole width.
    """

    def __init__(
        self,
        theme: Theme,
        head: QWidget,
        pairs: Sequence[tuple[QWidget, QWidget | None, int]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pairs = tuple(pairs)
        self._columns = 0
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(PAGE)
        self._grid.addWidget(head, 0, 0, 1, 2)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self._arrange(2)
        # The cards take on another size of type first.
        theme.changed.connect(self._fit, Qt.ConnectionType.QueuedConnection)
        FollowFocus(self)

    @property
    def columns(self) -> int:
        """How many cards stand side by side."""
        return self._columns

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        still_fields(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().width()
        self._arrange(2 if room >= max(self._theme.px(NARROW), self._side_by_side()) else 1)

    def _side_by_side(self) -> int:
        """Return how much room two columns need: how long titles are depends on the language."""
        pairs = [(left, right) for left, right, _ in self._pairs if right is not None]
        left = max(card.minimumSizeHint().width() for card, _ in pairs)
        return PAGE + left + max(card.minimumSizeHint().width() for _, card in pairs)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        two = columns == 2
        self._grid.setColumnStretch(0, LEFT)
        self._grid.setColumnStretch(1, RIGHT if two else 0)
        self._grid.setHorizontalSpacing(PAGE if two else 0)
        for at, (left, right, share) in enumerate(self._pairs, start=1):
            self._grid.removeWidget(left)
            if right is not None:
                self._grid.removeWidget(right)
            if right is None:
                self._grid.addWidget(left, at if two else 2 * at - 1, 0, 1, columns)
            elif two:
                self._grid.addWidget(left, at, 0)
                self._grid.addWidget(right, at, 1)
            else:
                self._grid.addWidget(left, 2 * at - 1, 0)
                self._grid.addWidget(right, 2 * at, 0)
            self._grid.setRowStretch(at, share if two else 0)
