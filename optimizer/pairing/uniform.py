"""Show any pair: the rule that every other one has to beat."""

from __future__ import annotations

import numpy as np

from optimizer.pairing.picker import FantasyQueue, History, Pair, open_pairs, ordered
from optimizer.preference.arrays import BoolArray
from optimizer.preference.posterior import Posterior


class Uniform(FantasyQueue):
    """Take a pair at random."""

    name = "uniform"

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs at random (see `Picker`)."""
        low, high = open_pairs(live, history)
        return ordered(low, high, rng.random(len(low)), rng)
