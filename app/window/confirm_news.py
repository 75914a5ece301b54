"""Tells that a confirmation has come to its end, wherever the person is just then."""

from __future__ import annotations

from collections.abc import Callable

from app.language import tr
from app.window.messages import MessageBar
from optimizer.events import Closed, Event, PoolChanged
from optimizer.reports.sentences import confirmation_badge, confirmation_verdict

KIND = "confirmation"
LEVELS = {"confirmed": "good", "refuted": "warning"}


class ConfirmNews:
    """Watches the confirmation that goes on in the open project.

    Args:
        messages: Where its end is told.
        show: Shows the result at length.
    """

    def __init__(self, messages: MessageBar, show: Callable[[], None]) -> None:
        self._messages = messages
        self._show = show
        self._going = False

    def handle(self, event: Event) -> None:
        """Take in an event."""
        if isinstance(event, Closed):
            self._going = False
        elif isinstance(event, PoolChanged):
            made = event.view.confirmations
            before, self._going = self._going, any(view.active for view in made)
            # One that was stopped by hand needs no telling.
            if before and not self._going and made and made[-1].judged >= made[-1].wanted:
                level = LEVELS.get(confirmation_badge(made[-1]), "plain")
                verdict, offer = tr(confirmation_verdict(made[-1])), tr("Show the result")
                self._messages.show_offer(KIND, verdict, offer, self._look, level=level)

    def _look(self) -> None:
        self._messages.clear(KIND)
        self._show()
