"""A row of parts that stand one below the other where there is no room for them side by side."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from app.theme import GAP


class FoldingRow(QWidget):
    """Parts that are rows themselves; each is added with `add_part`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[QHBoxLayout] = []
        self._all = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._all.setContentsMargins(0, 0, 0, 0)
        self._all.setSpacing(GAP)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def add_part(self, stretch: int = 0) -> QHBoxLayout:
        """Return a new part at the end, to be filled.

        Args:
            stretch: Its share of the width to spare while all stand side by side.
        """
        part = QHBoxLayout()
        part.setSpacing(GAP)
        self._all.addLayout(part, stretch)
        self._parts.append(part)
        return part

    @property
    def folded(self) -> bool:
        """Whether the parts stand one below the other."""
        return self._all.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        widest = max((part.minimumSize().width() for part in self._parts), default=0)
        return QSize(widest, self._all.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()  # something in it was shown, hidden or renamed
        return done

    def _fit(self) -> None:
        needed = sum(part.sizeHint().width() for part in self._parts)
        fold = needed + GAP * (len(self._parts) - 1) > self.width()
        if fold != self.folded:
            way = QBoxLayout.Direction
            self._all.setDirection(way.TopToBottom if fold else way.LeftToRight)
