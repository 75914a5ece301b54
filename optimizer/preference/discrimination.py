"""How much more clearly the examples that are picked tell prompts apart than random ones would.

A pair is shown on the example on which its two outputs differ most. There the better prompt wins
more often than on a random example, and utilities are about random ones: taken for votes on random
examples, these make prompts seem further apart than they are. It is an item's discrimination (F.
Lord, "Applications of Item Response Theory to Practical Testing Problems", 1980), here one for all
votes of a pool: d = a (f_left - f_right) + beta, less where fewer examples were looked at (see
`clearness`). Every fifth example is taken by chance, so the votes themselves tell what a is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.preference.ballots import Ballots, Cells, tally
from optimizer.preference.evidence import scores_of
from optimizer.preference.laplace import peaks
from optimizer.preference.newton import Fitting
from optimizer.preference.prior import Hyper, PriorPoint

# From no clearer than a random example to what an exact measure of the difference would bring.
VALUES = np.array([1.0, 1.3, 1.7, 2.2, 2.9])
ODDS = np.array([0.38, 0.31, 0.18, 0.09, 0.04])
EXPECTED = float(VALUES @ ODDS)
# The logarithm of the evidence is a parabola in that of a: three values of it are as good as five.
_MEASURED = np.array([1.0, 1.7, 2.9])
# Fewer votes on picked examples say next to nothing of it.
FEW = 8


def discrimination_of(
    ballots: Ballots, points: Sequence[PriorPoint], how: Fitting, *, by_example: bool = False
) -> float:
    """Learn how clearly the most telling of eight examples tells prompts apart.

    Args:
        ballots: the votes.
        points: the prior's grid.
        how: how votes are fitted.
        by_example: keep the examples apart (see `tally`).

    Returns:
        Its expected value; that from before any vote while there are few on picked examples.
    """
    if int(np.sum(ballots.looked_at > 1)) < FEW:
        return EXPECTED

    def told(discrimination: float) -> Cells:
        return tally(ballots, by_example=by_example, discrimination=discrimination)

    forms = list(_by_form(points).values())
    # Which form of prior suits the votes shows at the middle one of its scales as well.
    scores = _scores(told(EXPECTED), [form[len(form) // 2] for form in forms], how)
    best = forms[int(np.argmax(scores))]
    found = [np.logaddexp.reduce(_scores(told(each), best, how)) for each in _MEASURED]
    parabola = np.polyfit(np.log(_MEASURED), found, 2)
    likely = np.polyval(parabola, np.log(VALUES)) + np.log(ODDS)
    weights = np.exp(likely - likely.max())
    return float(weights @ VALUES / weights.sum())


def _by_form(points: Sequence[PriorPoint]) -> Mapping[Hyper, list[PriorPoint]]:
    """Return the points that differ in their scale alone, by what they have in common."""
    forms: dict[Hyper, list[PriorPoint]] = {}
    for point in points:
        forms.setdefault(replace(point.hyper, scale=1.0), []).append(point)
    return forms


def _scores(cells: Cells, points: Sequence[PriorPoint], how: Fitting) -> FloatArray:
    """Return how well each prior foresaw the votes, its weight beforehand included, shape (H,)."""
    return scores_of(points, peaks(cells, [point.gaussian for point in points], how))
