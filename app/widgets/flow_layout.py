"""A layout that sets its widgets in lines, like words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from app.theme import HALF


class FlowLayout(QLayout):
    """Places items from left to right and begins a new line where there is no more room.

    One that expands takes what is left of its line.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = HALF) -> None:
        super().__init__(parent)
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width; asked for many times while a page settles
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def clear(self) -> None:
        """Take all widgets out and delete them."""
        while self._items:
            widget = self._items.pop().widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        placed: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            width = min(hint.width(), max(rect.width(), item.minimumSize().width()))
            if item.expandingDirections() & Qt.Orientation.Horizontal:
                width = max(0, rect.right() + 1 - x)
            elif x > rect.x() and x + width > rect.right() + 1:
                if move:
                    _settle(placed, line)
                placed.clear()
                x, y, line = rect.x(), y + line + self._gap, 0
            placed.append((item, QRect(QPoint(x, y), QSize(width, hint.height()))))
            x += width + self._gap
            line = max(line, hint.height())
        if move:
            _settle(placed, line)
        return y + line - rect.y()


def _settle(placed: list[tuple[QLayoutItem, QRect]], line: int) -> None:
    """Put the items of a line of some height where they belong."""
    for item, area in placed:
        centred = item.alignment() & Qt.AlignmentFlag.AlignVCenter
        item.setGeometry(area.translated(0, (line - area.height()) // 2 if centred else 0))
