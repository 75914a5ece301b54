"""The first outputs while they are being written, for a person who has no pair to look at yet."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from optimizer.records import Request


@dataclass(frozen=True, slots=True)
class DraftsGrew:
    """Posted when there is more text to show."""


class Drafts:
    """Texts by request, in the order in which they were begun.

    They grow on the service's thread; all else is done on the optimizer thread.

    Args:
        post: Takes `DraftsGrew`; never more than one that is not taken yet.
    """

    def __init__(self, post: Callable[[DraftsGrew], None]) -> None:
        self._post = post
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
            first, self._posted = not self._posted, True
        if first:
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
