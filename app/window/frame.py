"""The inside of the window: rail, messages, the page that is shown, and the status line."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.theme import GAP, PAGE, Theme
from app.widgets.follow_focus import FollowFocus
from app.widgets.still_fields import still_fields
from app.window.messages import MessageBar
from app.window.rail import Rail
from app.window.status_line import StatusLine


class Roll(QScrollArea):
    """A page that scrolls where the window is smaller than it needs, as with very large text."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        FollowFocus(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        still_fields(self)


class Frame(QWidget):
    """Arranges what every page has around it.

    Args:
        theme: The appearance.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rail = Rail(theme)
        self.messages = MessageBar(theme)
        self.status_line = StatusLine(theme)
        self._stack = QStackedWidget()
        self._holders: dict[QWidget, QWidget] = {}
        # On the bar itself, so that they take no room while it is hidden.
        self.messages.set_margins(PAGE, GAP, PAGE, 0)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.messages)
        # Else it would wander to the rail, where the page's keys do not hold.
        self.messages.focus_left.connect(lambda: self.page.setFocus())
        right.addWidget(self._stack, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(self.status_line)

    def add_page(self, page: QWidget, *, rolls: bool = True) -> None:
        """Add something that can be shown in the middle.

        Args:
            page: What.
            rolls: Whether it may be larger than the window, and scrolls then.
        """
        self._holders[page] = Roll(page) if rolls else page
        self._stack.addWidget(self._holders[page])

    @property
    def page(self) -> QWidget:
        """What is shown in the middle."""
        shown = self._stack.currentWidget()
        return next(page for page, holder in self._holders.items() if holder is shown)

    def show_page(self, page: QWidget) -> None:
        """Show something else in the middle, with the focus on it."""
        holder = self._holders[page]
        if self._stack.currentWidget() is not holder:
            self._stack.setCurrentWidget(holder)
            page.setFocus()
            self.messages.turn_page()
