"""Which of many prompts nobody beats in every aim at once, as arrays.

Apart from `optimizer.scoring.pareto`, which the window needs before it needs numpy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.preference.arrays import BoolArray, FloatArray

_SLACK = np.array([[1.0], [1.0], [1.1]])
"""By how much each of the costs must differ to count."""


@dataclass(frozen=True, slots=True, eq=False)
class _Many:
    """The merits of n prompts.

    Attributes:
        quality: shape (n,).
        costs: NaN where one is not known: no comparison finds it larger or smaller; shape (3, n).
    """

    quality: FloatArray
    costs: FloatArray

    def beaten_by(self, place: int) -> BoolArray:
        """Return whom one prompt beats, shape (n,)."""
        quality, costs = self.quality[place], self.costs[:, [place]]
        no_worse = (quality >= self.quality) & ~(costs > self.costs * _SLACK).any(axis=0)
        better = (quality > self.quality) | (costs * _SLACK < self.costs).any(axis=0)
        return np.asarray(no_worse & better)

    def who_beat(self, place: int) -> BoolArray:
        """Return who beats one prompt, shape (n,)."""
        quality, costs = self.quality[place], self.costs[:, [place]]
        no_worse = (self.quality >= quality) & ~(self.costs > costs * _SLACK).any(axis=0)
        better = (self.quality > quality) | (self.costs * _SLACK < costs).any(axis=0)
        return np.asarray(no_worse & better)


def unbeaten(quality: FloatArray, costs: FloatArray) -> BoolArray:
    """Return whom no other is at least as good as in every aim and better in one; see `pareto_set`.

    Args:
        quality: Of n prompts, shape (n,).
        costs: Their length, price and time, NaN where one is not known, shape (3, n).

    Returns:
        A mask, shape (n,).
    """
    everyone = _Many(quality, costs)
    kept = np.ones(len(quality), dtype=bool)
    # The strongest first: they beat most others, who then need no look of their own.
    for place in np.argsort(-quality, kind="stable").tolist():
        if kept[place]:
            kept &= ~everyone.beaten_by(place)
    # What is not known makes the comparison intransitive: one who is beaten may still beat.
    for place in np.flatnonzero(kept).tolist():
        kept[place] = not everyone.who_beat(place).any()
    return kept
