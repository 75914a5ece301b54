"""Every candidate answers every row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import ClassVar

from optimizer.evaluating.field import blanks, in_play
from optimizer.records import Blank, Snapshot


@dataclass(frozen=True, slots=True)
class AllRows:
    """Fills the table row by row.

    Attributes:
        rows: Only so many rows, in the project's order; 0 for all.
    """

    name: ClassVar[str] = "all"

    rows: int = 0

    def cells(self, snapshot: Snapshot, limit: int, rng: Random) -> list[Blank]:
        """Return the first empty cells; see `Evaluator`."""
        rows = [example.id for example in snapshot.examples][: self.rows or None]
        prompts = (candidate.id for candidate in in_play(snapshot))
        return list(islice(blanks(snapshot, rows, prompts), limit))
