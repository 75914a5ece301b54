"""Rows on which the candidates answer differently come first: the others tell nobody apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import ClassVar

from optimizer.evaluating.field import blanks, in_play
from optimizer.records import Blank, Snapshot


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Fills the rows with the most different answers first.

    Kung et al. 2023, "Active Instruction Tuning", looks where changed prompts change the answer.

    Attributes:
        first: Rows that every candidate answers before anything is compared.
        rows: Rows that a candidate answers at most; 0 for all.
    """

    name: ClassVar[str] = "disagreement"

    first: int = 8
    rows: int = 0

    def cells(self, snapshot: Snapshot, limit: int, rng: Random) -> list[Blank]:
        """Return the empty cells of the first rows, then of those most disagreed on."""
        order = [example.id for example in snapshot.examples]
        prompts = [candidate.id for candidate in in_play(snapshot)]
        opening = list(islice(blanks(snapshot, order[: self.first], prompts), limit))
        if opening:
            return opening
        left = [
            prompt
            for prompt in prompts
            if not self.rows or len(snapshot.answers.get(prompt, {})) < self.rows
        ]
        # A row that fewer than two have answered is unknown: it ranks with the middle.
        ranked = sorted(order[self.first :], key=lambda row: -disagreement(snapshot, row))
        for row in ranked:
            cells = list(islice(blanks(snapshot, [row], left), limit))
            if cells:
                return cells
        return []


def disagreement(snapshot: Snapshot, example_id: str) -> float:
    """Return how likely two candidates answer a row differently; 0.5 when it is not known.

    Scores count where there are any, otherwise the words of the answers.

    Args:
        snapshot: The answers.
        example_id: The row.
    """
    given: list[str] = []
    for prompt, row in snapshot.answers.items():
        if example_id in row:
            score = snapshot.scores.get(prompt, {}).get(example_id)
            said = " ".join(row[example_id].split()).casefold()
            given.append(said if score is None else f"{score:.3f}")
    if len(given) < 2:
        return 0.5
    same = sum(n * (n - 1) for n in Counter(given).values())
    return 1.0 - same / (len(given) * (len(given) - 1))
