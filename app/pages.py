"""The pages of the program beside Compare."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from app.requests import Reply
from app.theme import Theme
from optimizer.events import Event


class Page(Protocol):
    """What the window needs of a page, which is a widget besides."""

    command: SignalInstance
    request: SignalInstance

    def handle(self, event: Event) -> None:
        """Take in an event of the engine."""

    def receive(self, reply: Reply) -> None:
        """Take the reply to a request of this page."""


def make_pages(theme: Theme) -> dict[str, QWidget]:
    """Return the pages beside Compare, by name."""
    from app.data_page import DataPage
    from app.progress_page import ProgressPage
    from app.prompts_page import PromptsPage

    return {
        "data": DataPage(theme),
        "prompts": PromptsPage(theme),
        "progress": ProgressPage(theme),
    }
