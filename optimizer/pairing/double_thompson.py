"""Double Thompson sampling on counts of wins, without a model of utilities.

H. Wu, X. Liu, "Double Thompson sampling for dueling bandits" (NeurIPS 2016); used for prompts by
PDO. Each pair has its own Beta posterior; ties count half for both sides. The first prompt is the
Copeland winner of a draw among those whose upper bounds allow it, the second the one with the best
drawn chance against the first among those that are not clearly worse.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.pairing.counts import wins_against
from optimizer.pairing.picker import FantasyQueue, History, Pair, led_by, open_pairs
from optimizer.preference.arrays import BoolArray, FloatArray, IntArray
from optimizer.preference.posterior import Posterior

OPTIMISM = 0.6
ATTEMPTS = 32


class DoubleThompson(FantasyQueue):
    """Take a drawn Copeland winner and its best drawn challenger."""

    name = "double_thompson"

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs by the order in which draws name them (see `Picker`)."""
        low, high = open_pairs(live, history)
        if not len(low):
            return []
        wins = wins_against(len(posterior), history)
        index = np.flatnonzero(live)
        return led_by(_sampled(wins[np.ix_(index, index)], index, rng), low, high, rng)


def _sampled(wins: FloatArray, index: IntArray, rng: np.random.Generator) -> Iterator[Pair]:
    size = len(index)
    games = wins + wins.T
    seen = np.maximum(games, 1e-9)
    reach = np.sqrt(OPTIMISM * np.log(max(games.sum() / 2.0, 2.0)) / seen)
    share = wins / seen
    upper = np.where(games > 0, share + reach, 1.0)
    lower = np.where(games > 0, share - reach, 0.0)
    np.fill_diagonal(upper, 0.5)
    np.fill_diagonal(lower, 0.5)
    hopeful = (upper > 0.5).sum(axis=1)
    candidate = hopeful == hopeful.max()
    for _ in range(ATTEMPTS):
        drawn = rng.beta(wins + 1.0, wins.T + 1.0)
        # One draw per pair: the chance of j against i is 1 - that of i against j.
        drawn = np.triu(drawn, 1) + np.tril(1.0 - drawn.T, -1) + 0.5 * np.eye(size)
        copeland = (drawn > 0.5).sum(axis=1) + rng.random(size) * 0.5
        first = int(np.argmax(np.where(candidate, copeland, -1.0)))
        against = rng.beta(wins[:, first] + 1.0, wins[first] + 1.0)
        against[lower[:, first] > 0.5] -= 1.0
        against[first] = -2.0
        yield int(index[first]), int(index[int(np.argmax(against))])
