"""Rows that about half of the answers get right come first: sure successes and failures wait."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import ClassVar

from optimizer.evaluating.field import blanks, in_play
from optimizer.records import Blank, Snapshot


@dataclass(frozen=True, slots=True)
class NearHalf:
    """Draws each row's chance of success from what is known of it, and takes those nearest to half.

    Qu et al. 2025, "Can Prompt Difficulty be Online Predicted for Accelerating RL Finetuning of
    Reasoning Models?" (MoPPS): a Beta posterior per row, a Thompson draw, a target of one half.

    Attributes:
        target: The chance that is looked for.
        at_once: How many rows are taken with one draw.
        rows: Rows that a candidate answers at most; 0 for all.
    """

    name: ClassVar[str] = "near_half"

    target: float = 0.5
    at_once: int = 8
    rows: int = 0

    def cells(self, snapshot: Snapshot, limit: int, rng: Random) -> list[Blank]:
        """Return the empty cells of the rows drawn nearest to the target; see `Evaluator`."""
        prompts = [
            candidate.id
            for candidate in in_play(snapshot)
            if not self.rows or len(snapshot.answers.get(candidate.id, {})) < self.rows
        ]
        tallies = _tallies(snapshot)
        drawn = []
        for example in snapshot.examples:
            right, wrong = tallies.get(example.id, (0.0, 0.0))
            chance = rng.betavariate(1.0 + right, 1.0 + wrong)
            drawn.append((abs(chance - self.target), example.id))
        ranked = (row for _, row in sorted(drawn))
        # Of thousands of rows only so many are looked at as are taken.
        open_rows = islice((r for r in ranked if any(blanks(snapshot, [r], prompts))), self.at_once)
        return list(islice(blanks(snapshot, open_rows, prompts), limit))


def _tallies(snapshot: Snapshot) -> dict[str, tuple[float, float]]:
    """Return by row how much success and failure it has met over all candidates."""
    found: dict[str, tuple[float, float]] = {}
    for row in snapshot.scores.values():
        for example, value in row.items():
            right, wrong = found.get(example, (0.0, 0.0))
            found[example] = (right + value, wrong + 1.0 - value)
    return found
