"""The first outputs while they are being written, for a person who has no pair to look at yet."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from optimizer.records import Request

EVERY_S = 0.15  # as often as an eye follows, whatever many calls tell


@dataclass(frozen=True, slots=True)
class DraftsGrew:
    """Posted when there is more text to show."""


class Drafts:
    """Texts by request, in the order in which they were begun.

    They grow on the service's thread; all else is done on the optimizer thread.

    Args:
        post: Takes `DraftsGrew`: one at a time, and a few in a second.
        clock: Seconds that only rise.
    """

    def __init__(
        self, post: Callable[[DraftsGrew], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._post = post
        self._clock = clock
        self._posted_at = float("-inf")
        self._lock = threading.Lock()
        self._texts: dict[str, str] = {}
        self._posted = False

    def begin(self, request: Request) -> None:
        """Note that an output is being made that somebody waits to see."""
        with self._lock:
            self._texts[request.hash] = ""

    def grow(self, request: Request, text: str) -> None:
        """Take the text so far; any thread may call it."""
        with self._lock:
            if request.hash not in self._texts:
                return  # it is whole by now
            self._texts[request.hash] = text
            now = self._clock()
            if self._posted or now - self._posted_at < EVERY_S:
                return
            self._posted, self._posted_at = True, now
        self._post(DraftsGrew())

    def end(self, request: Request) -> None:
        """Note that an output is whole, or failed."""
        with self._lock:
            self._texts.pop(request.hash, None)

    def texts(self) -> tuple[str, ...]:
        """Return what is there so far; the next growth is posted again."""
        with self._lock:
            self._posted = False
            return tuple(text for text in self._texts.values() if text)
