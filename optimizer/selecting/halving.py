"""Successive halving: after 1, 2, 4, 8 ... blocks only the better part goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import ClassVar

from optimizer.records import Snapshot
from optimizer.selecting.table import contestants, is_whole, mean_on, row_order


@dataclass(frozen=True, slots=True)
class Halving:
    """Keeps the best share at every rung; those who come later are measured at the same rungs.

    Jamieson and Talwalkar 2016, "Non-stochastic Best Arm Identification and Hyperparameter
    Optimization"; rungs for latecomers as in Li et al. 2020, "A System for Massively Parallel
    Hyperparameter Tuning", section 3.2. It states no rate of error: with a fixed number of answers
    it looks for the best, and a good candidate may fall to a bad first block.

    Attributes:
        block: Rows before the first rung; every later rung stands at twice as many.
        share: The share that goes on at each rung.
        keep: So many always stay.
        generation: How many new prompts enter together.
    """

    name: ClassVar[str] = "halving"

    block: int = 8
    share: float = 0.5
    keep: int = 2
    generation: int = 8

    def retired(self, snapshot: Snapshot) -> Mapping[str, str]:
        """Return who fell at a rung; see `Selector`."""
        order = row_order(snapshot)
        out: dict[str, str] = {}
        rung = self.block
        while rung <= len(order):
            rows = order[:rung]
            there = [
                c.id
                for c in contestants(snapshot)
                if c.id not in out and is_whole(snapshot, c.id, rows)
            ]
            there.sort(key=lambda prompt: -mean_on(snapshot.scores[prompt], rows))
            stays = max(self.keep, ceil(self.share * len(there)))
            for prompt in there[stays:]:
                out[prompt] = f"not among the best {stays} of {len(there)} on {rung} rows"
            if len(there) <= self.keep:
                break
            rung *= 2
        return out
