"""Whether work beside the optimizer thread is asked to stop.

A model call is interrupted by itself; work that waits for something else asks here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import ContextVar, copy_context

CANCELLED = "cancelled"
"""The kind of a fault that only says that work was stopped."""

_asked: ContextVar[threading.Event] = ContextVar("asked to stop")


def stoppable(work: Callable[[], object], stop: threading.Event) -> Callable[[], object]:
    """Return work within which `stop_asked` answers for an event.

    Args:
        work: What is to be done.
        stop: Set when it should end.
    """

    def run() -> object:
        _asked.set(stop)
        return work()

    return lambda: copy_context().run(run)


def stop_asked() -> bool:
    """Return whether the work that asks should end; never outside of such work."""
    event = _asked.get(None)
    return event is not None and event.is_set()
