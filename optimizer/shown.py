"""The duels that were shown on one setting, with the sums that are asked of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from optimizer.records import Duel


class Shown:
    """Duels in the order shown; sums over them grow with each, because there may be thousands.

    Args:
        duels: What was shown so far, oldest first.
    """

    def __init__(self, duels: Iterable[Duel] = ()) -> None:
        self._duels: list[Duel] = []
        self._used: Counter[str] = Counter()
        self._sides: Counter[tuple[str, str]] = Counter()
        for duel in duels:
            self.add(duel)

    def __len__(self) -> int:
        return len(self._duels)

    def __iter__(self) -> Iterator[Duel]:
        return iter(self._duels)

    def add(self, duel: Duel) -> None:
        """Take in that a duel was shown."""
        self._duels.append(duel)
        self._used[duel.left_prompt] += 1
        self._used[duel.right_prompt] += 1
        self._sides[duel.left_prompt, duel.right_prompt] += 1

    def latest(self, n: int) -> list[Duel]:
        """Return the last n duels, oldest first."""
        return self._duels[-n:]

    def used(self, prompt_id: str) -> int:
        """Return how often a prompt was shown."""
        return self._used[prompt_id]

    def lead(self, first: str, second: str) -> int:
        """Return how much more often the first stood left of the second than right of it."""
        return self._sides[first, second] - self._sides[second, first]
