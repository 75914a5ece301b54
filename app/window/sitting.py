"""Keeps the status bar told of today's votes, when there is time for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer

from app.compare_choices import CompareChoices
from app.window.pace import Pace, goal_words, pace_details, pace_words
from app.window.status_line import StatusLine
from optimizer.events import Closed, Event, HistoryChanged, PoolChanged, VoteStored
from optimizer.views import AgreementView

LATER_MS = 300  # after a vote: the next pair comes first


def local_now() -> datetime:
    """Return the local time."""
    return datetime.now().astimezone()


class Sitting:
    """Listens to the engine and writes into the status line, never on the way to the next pair.

    Args:
        line: The status line.
        now: Tells the local time.
    """

    def __init__(self, line: StatusLine, now: Callable[[], datetime] = local_now) -> None:
        self._line = line
        self._now = now
        self._pace = Pace()
        self._agreement: AgreementView | None = None
        self._choices = CompareChoices()
        self._timer = QTimer(line)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LATER_MS)
        self._timer.timeout.connect(self._draw)

    def use_choices(self, choices: CompareChoices) -> None:
        """Show what the person chose to see."""
        self._choices = choices
        self._draw()

    def handle(self, event: Event) -> None:
        """Take in an event of the engine."""
        if isinstance(event, VoteStored):
            self._pace.enter((event.row,), self._now())
        elif isinstance(event, HistoryChanged):
            self._pace.enter(event.rows, self._now(), whole=event.whole)
        elif isinstance(event, PoolChanged):
            self._agreement = event.view.self_agreement
        elif isinstance(event, Closed):
            self._pace.clear()
            self._agreement = None
            self._draw()
        else:
            return
        if (self._choices.goal or self._choices.pace) and not self._timer.isActive():
            self._timer.start()

    def _draw(self) -> None:
        choices = self._choices
        words = [goal_words(self._pace, choices.goal)]
        if choices.pace:
            words.append(pace_words(self._pace, self._agreement))
        told = " · ".join(filter(None, words))
        details = pace_details(self._pace, choices, self._agreement) if told else ""
        self._line.show_sitting(told, details)
