"""Which slot of the local server reads a request: one that has read how it begins, if that pays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from optimizer.records import Request

_CHARACTERS = 4  # of text in a token, about


@dataclass(slots=True)
class _Slot:
    read: str = ""
    requests: int = 0
    last: int = 0


class Prefixes:
    """Keeps in mind what each slot of a local server read last; used on one event loop only.

    A slot reads anew only what differs from its last request. Left to itself the server takes any
    slot that is free, and while one prompt meets its rows each of them reads the same worked
    examples: on one core 24 labelled answers took 49 s so, and 20 s with a slot for each prompt.
    Waiting for one slot costs where answers are long, since several are written together faster
    than one by one: so a slot that is taken is waited for only where more text is shared than the
    answer may have.
    """

    def __init__(self) -> None:
        self._slots: list[_Slot] = []
        self._turn = 0

    def resize(self, slots: int) -> None:
        """Note how many slots the server has; another number forgets what they read."""
        if slots != len(self._slots):
            self._slots = [_Slot() for _ in range(slots)]

    @contextmanager
    def slot(self, request: Request) -> Iterator[int | None]:
        """Take a slot for a request as long as the block runs.

        Args:
            request: What will be asked.

        Yields:
            The number of the slot; None where there is nothing to choose.
        """
        if len(self._slots) < 2:
            yield None
            return
        text = "\n".join(message.content for message in request.messages)
        taken = self._choose(text, request.max_tokens * _CHARACTERS)
        slot = self._slots[taken]
        self._turn += 1
        slot.read, slot.last = text, self._turn
        slot.requests += 1
        try:
            yield taken
        finally:
            slot.requests -= 1

    def _choose(self, text: str, enough: int) -> int:
        shared = [_shared(slot.read, text) for slot in self._slots]
        best = max(range(len(shared)), key=shared.__getitem__)
        if shared[best] >= enough:
            return best
        # Else one that is free; what it read longest ago is the least likely to come again.
        return min(range(len(shared)), key=lambda k: (self._slots[k].requests, self._slots[k].last))


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((k for k, (a, b) in pairs if a != b), min(len(one), len(other)))
