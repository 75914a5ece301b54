"""The best k stay: a beam by the mean score, or a queue by what may still be in a candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, log, sqrt
from typing import ClassVar

from optimizer.records import Snapshot
from optimizer.selecting.table import contestants


@dataclass(frozen=True, slots=True)
class BestK:
    """Keeps a beam of candidates by all scores of each.

    With a bonus above 0 it is a priority queue by upper bounds, as in Auer et al. 2002,
    "Finite-time Analysis of the Multiarmed Bandit Problem": who met few rows may return.

    Attributes:
        k: How many stay.
        after: Rows that a candidate must have met before it can be dropped.
        bonus: The weight of what is not known yet.
        generation: How many new prompts enter together.
    """

    name: ClassVar[str] = "best_k"

    k: int = 4
    after: int = 10
    bonus: float = 0.0
    generation: int = 4

    def retired(self, snapshot: Snapshot) -> Mapping[str, str]:
        """Return who is not among the best; see `Selector`."""
        needed = min(self.after, len(snapshot.examples))
        met = [c.id for c in contestants(snapshot)]
        judged = [prompt for prompt in met if len(snapshot.scores[prompt]) >= needed]
        total = sum(len(snapshot.scores[prompt]) for prompt in judged)
        ranked = sorted(judged, key=lambda prompt: -self._worth(snapshot, prompt, total))
        return dict.fromkeys(ranked[self.k :], f"not among the best {self.k}")

    def _worth(self, snapshot: Snapshot, prompt: str, total: int) -> float:
        scores = snapshot.scores[prompt]
        mean = fsum(scores.values()) / len(scores)
        return mean + self.bonus * sqrt(2.0 * log(max(total, 2)) / len(scores))
