"""A child takes its parent's place only on a strict majority of their comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from optimizer.records import Candidate, Snapshot, Verdict
from optimizer.selecting.strict_majority import replaces


@dataclass(frozen=True, slots=True)
class Majority:
    """Compares each child with its parent and keeps the winner.

    Xiang et al. 2025, "Self-Supervised Prompt Optimization" (SPO): four judgements in balanced
    orders, and only more than half of them replace the parent. Ties and abstentions speak for the
    parent.

    Attributes:
        comparisons: How many are needed before one of the two leaves.
        generation: How many new prompts enter together.
    """

    name: ClassVar[str] = "majority"

    comparisons: int = 4
    generation: int = 1

    def retired(self, snapshot: Snapshot) -> Mapping[str, str]:
        """Return who lost to a parent or to a child; see `Selector`."""
        known = {candidate.id: candidate for candidate in snapshot.candidates}
        out: dict[str, str] = {}
        for child in snapshot.candidates:
            parent = next((known[p] for p in child.parents if p in known), None)
            if parent is None:
                continue
            won, total = _compared(snapshot, child, parent)
            if total < self.comparisons:
                continue
            if replaces(won, total - won):
                out[parent.id] = f"{child.handle} won {won} of {total} against it"
            else:
                out[child.id] = f"won {won} of {total} against {parent.handle}"
        return out


def _compared(snapshot: Snapshot, child: Candidate, parent: Candidate) -> tuple[int, int]:
    """Return how many comparisons the child won, and how many there were."""
    won = total = 0
    for duel in (*snapshot.duels, *snapshot.judge_duels):
        if duel.verdict is Verdict.SKIP:
            continue
        if {duel.left_prompt, duel.right_prompt} == {child.id, parent.id}:
            total += 1
            won += duel.winner == child.id
    ours, theirs = snapshot.scores.get(child.id, {}), snapshot.scores.get(parent.id, {})
    for row in ours.keys() & theirs.keys():
        total += 1
        won += ours[row] > theirs[row]
    return won, total
