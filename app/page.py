"""What every page of the window is: it takes in events, and asks through two signals."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.requests import Reply
from optimizer.events import Event


class Page(QWidget):
    """A page of the window.

    `command` carries what the engine is to do, `request` what the program around the page is.
    """

    command = Signal(object)
    request = Signal(object)

    def handle(self, event: Event) -> None:
        """Take in an event of the engine; a page that shows nothing of it leaves it."""

    def make_ready(self) -> None:
        """Make in spare time what turning to this page would be waited for."""

    def receive(self, reply: Reply) -> None:
        """Take in the reply to a request of this page; one that waits for none leaves it."""
