"""Candidates meet the rows in blocks: a block is whole for all before anybody sees the next."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.evaluating.field import in_play, rows_for
from optimizer.records import Blank, Snapshot


@dataclass(frozen=True, slots=True)
class Blocks:
    """Fills block after block, so that between two of them it can be said who leaves the field.

    Attributes:
        size: Rows in a block.
        rows: Rows that a candidate answers at most; 0 for all.
    """

    name: ClassVar[str] = "blocks"

    size: int = 10
    rows: int = 0

    def cells(self, snapshot: Snapshot, limit: int, rng: Random) -> list[Blank]:
        """Return the empty cells of the first block that is not whole; see `Evaluator`."""
        rows = {c.id: rows_for(snapshot, c.id)[: self.rows or None] for c in in_play(snapshot)}
        longest = max((len(own) for own in rows.values()), default=0)
        for first in range(0, longest, self.size):
            # Its own rows: a demonstration among them moves a candidate one row on.
            places = range(first, first + self.size)
            missing = [
                Blank(prompt, own[place])
                for place in places
                for prompt, own in rows.items()
                if place < len(own) and own[place] not in snapshot.answers.get(prompt, {})
            ]
            if missing:
                return missing[:limit]
        return []
