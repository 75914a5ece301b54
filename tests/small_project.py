"""A small project, and a hand that drives its runner the way a window does."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeVar

from optimizer.calling.calls import Service
from optimizer.commands import CastVote, Close, Command
from optimizer.events import BugFound, CurveChanged, Event, PairsReady, PoolChanged, StatusChanged
from optimizer.project import ProjectDraft
from optimizer.records import Caps, Column, Example, Request, Split, Task, Verdict
from optimizer.runner import Runner
from optimizer.template import start_prompt
from optimizer.views import CurvePoint, PairView, PoolView, Status

_Found = TypeVar("_Found")
_WORDS = ["clear", "warm", "short", "plain", "kind", "exact", "calm", "open", "bold", "fair"]
PATIENCE_S = 30.0


def small_draft(rows: int = 12, caps: Caps | None = None, **changes: object) -> ProjectDraft:
    """A project of `rows` messages, two thirds of them for tuning, with a plain start prompt."""
    examples = tuple(
        Example(
            id=f"row-{n}",
            fields={"message": f"Message number {n}, please help."},
            split=Split.HELD_OUT if n % 3 == 2 else Split.TUNING,
        )
        for n in range(rows)
    )
    task = Task(id="task", name="Replies", criteria="Be kind.", columns=(Column("message"),))
    start = start_prompt("Reply to the message.\n\nMessage: {{message}}\n\nReply:")
    fields: dict[str, object] = {
        "name": "Replies",
        "task": task,
        "examples": examples,
        "start": start,
        "caps": caps or Caps(),
        "seed": 11,
    }
    return ProjectDraft(**(fields | changes))  # type: ignore[arg-type]


def babble(request: Request) -> str:
    """Twelve words drawn by the request: the same request always gets the same answer."""
    return " ".join(Random(request.hash).choices(_WORDS, k=12))


class Hand:
    """Posts commands to a runner and reads its events.

    Args:
        open_runner: Given `emit`, returns the runner.
    """

    def __init__(self, open_runner: Callable[[Callable[[Event], None]], Runner]) -> None:
        self._queue: queue.Queue[Event] = queue.Queue()
        self.events: list[Event] = []
        self._judged: set[str] = set()
        self.current: PairView | None = None
        self.ready: tuple[PairView, ...] = ()
        self.status: Status | None = None
        self.pool: PoolView | None = None
        self.curve: tuple[CurvePoint, ...] = ()
        self.runner = open_runner(self._queue.put)

    @classmethod
    def create(cls, path: Path, draft: ProjectDraft, service: Service) -> Hand:
        """Make a project and drive it."""
        return cls(lambda emit: Runner.create(path, draft, service, emit))

    @classmethod
    def open(cls, path: Path, service: Service) -> Hand:
        """Open a project and drive it."""
        return cls(lambda emit: Runner.open(path, service, emit))

    def post(self, command: Command) -> None:
        """Post a command."""
        self.runner.post(command)

    def wait(self, found: Callable[[Event], _Found | None]) -> _Found:
        """Read events until one satisfies; fails when none does in time, or at a bug."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                event = self._queue.get(timeout=0.5)
            except queue.Empty:
                continue
            self._note(event)
            result = found(event)
            if result is not None and result is not False:
                return result
        raise AssertionError(f"waited in vain; last events: {self.events[-8:]}")

    def until(self, condition: Callable[[], bool]) -> None:
        """Read events until a condition on this hand holds."""
        if not condition():
            self.wait(lambda _: condition() or None)

    def pair(self) -> PairView:
        """Return the pair on the screen, waiting for one."""
        self.until(lambda: self.current is not None)
        assert self.current is not None
        return self.current

    def vote(self, verdict: Verdict = Verdict.LEFT) -> PairView:
        """Vote on the pair on the screen and show the next; returns what was judged."""
        judged = self.pair()
        following = self.ready[0] if self.ready else None
        self._judged.add(judged.duel_id)
        self.current, self.ready = following, self.ready[1:]
        self.post(
            CastVote(
                judged.duel_id,
                verdict,
                took_ms=900,
                next_duel=following.duel_id if following else None,
            )
        )
        return judged

    def close(self) -> None:
        """Close the project and wait for its thread."""
        self.post(Close())
        assert self.runner.join(PATIENCE_S)

    def _note(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, BugFound):
            raise AssertionError(event.report)
        if isinstance(event, PairsReady):
            if event.current is not None:
                self._judged.discard(event.current.duel_id)
                self.current = event.current
            # What is told may be older than what was done.
            shown = self.current.duel_id if self.current else ""
            self.ready = tuple(
                pair for pair in event.pairs if pair.duel_id not in {*self._judged, shown}
            )
        elif isinstance(event, StatusChanged):
            self.status = event.status
        elif isinstance(event, CurveChanged):
            self.curve = event.points
        elif isinstance(event, PoolChanged):
            self.pool = event.view
