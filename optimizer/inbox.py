"""The inbox of a runner: what is posted from any thread, the most urgent first."""

from __future__ import annotations

import itertools
import queue
from enum import IntEnum


class Urgency(IntEnum):
    """How soon a posted item is taken: what a person did comes before all else."""

    PERSON = 0
    CALL = 1
    BACKGROUND = 2


class Inbox:
    """A queue by urgency, and by order of posting within it."""

    def __init__(self) -> None:
        self._queue: queue.PriorityQueue[tuple[int, int, object]] = queue.PriorityQueue()
        self._count = itertools.count()

    def post(self, item: object, urgency: Urgency = Urgency.PERSON) -> None:
        """Put an item in; any thread may do so."""
        self._queue.put((urgency, next(self._count), item))

    def take(self, timeout: float | None) -> object | None:
        """Return the next item.

        Args:
            timeout: Seconds to wait; None waits for ever.

        Returns:
            The item, or None when none came in time.
        """
        try:
            return self._queue.get(timeout=timeout)[2]
        except queue.Empty:
            return None

    @property
    def empty(self) -> bool:
        """Whether nothing waits just now."""
        return self._queue.empty()

    def take_now(self) -> object | None:
        """Return the next item if there is one."""
        try:
            return self._queue.get_nowait()[2]
        except queue.Empty:
            return None
