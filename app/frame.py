"""The inside of the window: rail, messages, the page that is shown, and the status line."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.messages import MessageBar
from app.rail import Rail
from app.status_line import StatusLine
from app.theme import GAP, PAGE, Theme


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
        # On the bar itself, so that they take no room while it is hidden.
        self.messages.layout().setContentsMargins(PAGE, GAP, PAGE, 0)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.messages)
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

    def add_page(self, page: QWidget) -> None:
        """Add something that can be shown in the middle."""
        self._stack.addWidget(page)

    @property
    def page(self) -> QWidget:
        """What is shown in the middle."""
        return self._stack.currentWidget()

    def show_page(self, page: QWidget) -> None:
        """Show something else in the middle, with the focus on it."""
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)
            page.setFocus()
