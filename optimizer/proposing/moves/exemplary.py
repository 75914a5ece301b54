"""A few rows with a good answer, so that a writer sees what the task is."""

from __future__ import annotations

from random import Random

from optimizer.proposing.moves.cases import NOTHING, clip, tell_fields
from optimizer.records import Snapshot, Verdict


def tell_examples(snapshot: Snapshot, rng: Random, most: int) -> str:
    """Return a few rows with the expected or the preferred answer as text for a writer model.

    Args:
        snapshot: The pool and its evidence.
        rng: The source of chance.
        most: How many at most; rows without a known good answer are left out.
    """
    good = good_by_row(snapshot)
    rows = [row for row in snapshot.examples if row.id in good]
    chosen = rng.sample(rows, min(most, len(rows)))
    told = (f"{tell_fields(row)}\nGood answer: {clip(good[row.id])}" for row in chosen)
    return "\n\n".join(told) or NOTHING


def good_by_row(snapshot: Snapshot) -> dict[str, str]:
    """Return a good answer by example id: the expected one, else the last that was preferred."""
    good: dict[str, str] = {}
    for duel in snapshot.duels:
        if duel.verdict is Verdict.LEFT:
            good[duel.example.id] = duel.left_text
        elif duel.verdict is Verdict.RIGHT:
            good[duel.example.id] = duel.right_text
    return good | {row.id: row.reference for row in snapshot.examples if row.reference}
