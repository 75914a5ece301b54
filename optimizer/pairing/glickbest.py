"""Show the two prompts that are most likely the best by their Glicko ratings.

The rule called GlickBest; ratings after M. E. Glickman, "Parameter estimation in large dynamic
paired comparison experiments" (1999), in logits: a rating r with variance v, never widened,
because prompts do not change.
"""

from __future__ import annotations

import numpy as np

from optimizer.pairing.picker import FantasyQueue, History, Pair, open_pairs, ordered
from optimizer.preference.arrays import BoolArray, FloatArray
from optimizer.preference.ballots import Ballots
from optimizer.preference.posterior import Posterior

# Glicko's 350 points in logits.
START_DEVIATION = 350.0 * np.log(10.0) / 400.0
DRAWS = 1000


class GlickBest(FantasyQueue):
    """Take the two prompts with the largest chance of having the best rating."""

    name = "glickbest"

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs by the product of their chances (see `Picker`)."""
        low, high = open_pairs(live, history)
        if not len(low):
            return []
        size = len(posterior)
        rating, variance = glicko_ratings(size, history.ballots)
        for one, two in history.recent:
            _narrow(rating, variance, one, two)
        draws = rating + np.sqrt(variance) * rng.standard_normal((DRAWS, size))
        best = np.argmax(np.where(live, draws, -np.inf), axis=1)
        chance = (np.bincount(best, minlength=size) + 0.5) / DRAWS
        return ordered(low, high, chance[low] * chance[high], rng)


def glicko_ratings(size: int, ballots: Ballots) -> tuple[FloatArray, FloatArray]:
    """Play all votes in their order.

    Args:
        size: Number of prompts K.
        ballots: The votes, oldest first; ties are half a win.

    Returns:
        Ratings and their variances in logits, each of shape (K,).
    """
    rating, variance = np.zeros(size), np.full(size, START_DEVIATION**2)
    for left, right, outcome, weight in zip(
        ballots.left, ballots.right, ballots.outcome, ballots.weight, strict=True
    ):
        before = rating.copy(), variance.copy()
        won = (outcome + 1) / 2.0
        for one, two, result in ((left, right, won), (right, left, 1.0 - won)):
            damp, expected = _expected(before[0][one], before[0][two], before[1][two])
            known = weight * damp**2 * expected * (1.0 - expected)
            variance[one] = 1.0 / (1.0 / before[1][one] + known)
            rating[one] += variance[one] * weight * damp * (result - expected)
    return rating, variance


def _expected(mine: float, other: float, other_variance: float) -> tuple[float, float]:
    damp = 1.0 / np.sqrt(1.0 + 3.0 * other_variance / np.pi**2)
    return float(damp), float(1.0 / (1.0 + np.exp(-damp * (mine - other))))


def _narrow(rating: FloatArray, variance: FloatArray, one: int, two: int) -> None:
    """Lower the variances as a duel that is waiting to be shown will."""
    before = variance[one], variance[two]
    for mine, other, there in ((one, two, before[1]), (two, one, before[0])):
        damp, expected = _expected(rating[mine], rating[other], there)
        variance[mine] = 1.0 / (1.0 / variance[mine] + damp**2 * expected * (1.0 - expected))
