"""Tells that what the person asked to judge has come to its end, wherever they are just then."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.language import tr
from app.pool_rows import row_of
from app.window.messages import MessageBar
from app.words.head_to_head_words import head_to_head_words
from optimizer.events import Closed, Event, PoolChanged
from optimizer.reports.sentences import confirmation_badge, confirmation_verdict
from optimizer.views import ConfirmationView, HeadToHeadView, PoolView

CONFIRMATION, HEAD_TO_HEAD = "confirmation", "head to head"
LEVELS = {"confirmed": "good", "refuted": "warning"}


class TrialNews:
    """Watches the confirmation and the two prompts head to head that go on in the open project.

    Args:
        messages: Where the end is told.
        show_confirmation: Shows the result of a confirmation at length.
        show_two: Shows a prompt beside another one, by their ids.
    """

    def __init__(
        self,
        messages: MessageBar,
        show_confirmation: Callable[[], None],
        show_two: Callable[[str, str], None],
    ) -> None:
        self._messages = messages
        self._show_confirmation, self._show_two = show_confirmation, show_two
        self._going: set[str] = set()

    def handle(self, event: Event) -> None:
        """Take in an event."""
        if isinstance(event, Closed):
            self._going.clear()
        elif isinstance(event, PoolChanged):
            if self._ended(CONFIRMATION, event.view.confirmations):
                self._tell_confirmation(event.view.confirmations[-1])
            if self._ended(HEAD_TO_HEAD, event.view.head_to_head):
                self._tell_two(event.view.head_to_head[-1], event.view)

    def _ended(self, kind: str, made: Sequence[ConfirmationView | HeadToHeadView]) -> bool:
        before = kind in self._going
        if any(view.active for view in made):
            self._going.add(kind)
            return False
        self._going.discard(kind)
        # One that was stopped by hand needs no telling.
        return before and bool(made) and made[-1].judged >= made[-1].wanted

    def _tell_confirmation(self, view: ConfirmationView) -> None:
        level = LEVELS.get(confirmation_badge(view), "plain")
        self._offer(CONFIRMATION, tr(confirmation_verdict(view)), self._show_confirmation, level)

    def _tell_two(self, view: HeadToHeadView, pool: PoolView) -> None:
        rows = (row_of(pool.candidates, key) for key in (view.first, view.second))
        names = {row.candidate.id: row.candidate.name for row in rows if row is not None}
        words = tr("The two are judged. {result}", result=head_to_head_words(view, names))
        self._offer(HEAD_TO_HEAD, words, lambda: self._show_two(view.first, view.second), "good")

    def _offer(self, kind: str, words: str, show: Callable[[], None], level: str) -> None:
        def look() -> None:
            self._messages.clear(kind)
            show()

        self._messages.show_offer(kind, words, tr("Show the result"), look, level=level)
