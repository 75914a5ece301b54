"""What duels need: the two prompts whose order matters most share their rows first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import ClassVar

from optimizer.evaluating.field import blanks, in_play
from optimizer.records import Blank, Candidate, Snapshot


@dataclass(frozen=True, slots=True)
class Pairwise:
    """Fills rows of the recommended prompt and of its likeliest rival, side by side.

    Attributes:
        ahead: Rows that the two should share beyond those that they share already.
    """

    name: ClassVar[str] = "pairwise"

    ahead: int = 4

    def cells(self, snapshot: Snapshot, limit: int, rng: Random) -> list[Blank]:
        """Return the empty cells of a few rows of each pair, its best pair first."""
        first = snapshot.incumbent
        rivals = sorted(
            (c for c in in_play(snapshot) if c.id != first.id),
            key=lambda c: -snapshot.standings[c.id].p_best,
        )
        wanted: dict[Blank, None] = {}
        for rival in rivals:
            wanted |= dict.fromkeys(self._shared_next(snapshot, first, rival))
            if len(wanted) >= limit:
                break
        return list(islice(wanted, limit))

    def _shared_next(self, snapshot: Snapshot, one: Candidate, other: Candidate) -> list[Blank]:
        pair = (one.id, other.id)
        rows = (
            example.id
            for example in snapshot.examples
            if not any(example.id in snapshot.barred.get(prompt, ()) for prompt in pair)
        )
        open_rows = islice((r for r in rows if any(blanks(snapshot, [r], pair))), self.ahead)
        return list(blanks(snapshot, open_rows, pair))
