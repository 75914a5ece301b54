"""Show a likely best prompt against the next likely best one (top-two Thompson sampling).

D. Russo, "Simple Bayesian algorithms for best arm identification" (COLT 2016): draw utilities,
take their best; draw again until another prompt is best. That is the order of P(best) sampled.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.pairing.picker import FantasyQueue, History, Pair, led_by, open_pairs
from optimizer.preference.arrays import BoolArray
from optimizer.preference.posterior import Posterior

DRAWS = 256


class TopTwo(FantasyQueue):
    """Take the best prompt of one draw and the best other one of a later draw."""

    name = "top_two"

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs by the order in which draws name them (see `Picker`)."""
        low, high = open_pairs(live, history)
        if not len(low):
            return []
        return led_by(_leaders(posterior, live, rng), low, high, rng)


def _leaders(posterior: Posterior, live: BoolArray, rng: np.random.Generator) -> Iterator[Pair]:
    draws = np.where(live, posterior.draws(rng, DRAWS), -np.inf)
    best = draws.argmax(axis=1)
    leader = int(best[0])
    for other in best[1:]:
        if int(other) != leader:
            yield leader, int(other)
    # A leader that was best in every draw: the runner-up of each draw instead.
    draws[:, leader] = -np.inf
    for other in draws.argmax(axis=1):
        yield leader, int(other)
