"""A fair sample of a stream of unknown length, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random


class Reservoir:
    """Keeps at most `limit` of the items it is shown, each with the same chance.

    Algorithm R (Vitter 1985, "Random Sampling with a Reservoir", section 2).
    """

    def __init__(self, limit: int, seed: int) -> None:
        self._limit = limit
        self._rng = Random(seed)
        self._kept: list[tuple[int, dict[str, str]]] = []
        self.seen = 0

    def offer(self, item: dict[str, str]) -> None:
        """Show the next item."""
        place = self.seen
        self.seen += 1
        if place < self._limit:
            self._kept.append((place, item))
            return
        chosen = int(self._rng.random() * self.seen)
        if chosen < self._limit:
            self._kept[chosen] = (place, item)

    def items(self) -> Iterator[dict[str, str]]:
        """Yield what was kept, in the order in which it was shown."""
        return (item for _, item in sorted(self._kept, key=lambda kept: kept[0]))
