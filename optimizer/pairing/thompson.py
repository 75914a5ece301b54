"""Show the best prompts of two independent draws (dueling Thompson sampling).

Y. Yue, J. Broder, R. Kleinberg, T. Joachims started dueling bandits; this is the self-sparring
form for a normal posterior: Y. Sui, V. Zhuang, J. Burdick, Y. Yue, "Multi-dueling bandits with
dependent arms" (UAI 2017).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.pairing.picker import FantasyQueue, History, Pair, led_by, open_pairs
from optimizer.preference.arrays import BoolArray
from optimizer.preference.posterior import Posterior

DRAWS = 128


class Thompson(FantasyQueue):
    """Take the best prompt of one draw and the best prompt of another."""

    name = "thompson"

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs by the order in which pairs of draws name them (see `Picker`)."""
        low, high = open_pairs(live, history)
        if not len(low):
            return []
        return led_by(_sparring(posterior, live, rng), low, high, rng)


def _sparring(posterior: Posterior, live: BoolArray, rng: np.random.Generator) -> Iterator[Pair]:
    """Pair draws two by two; a draw that names the same prompt meets its runner-up."""
    draws = np.where(live, posterior.draws(rng, 2 * DRAWS), -np.inf)
    order = np.argsort(-draws, axis=1)[:, :2]
    for one, two in zip(order[::2], order[1::2], strict=True):
        first, second = int(one[0]), int(two[0])
        yield first, (second if second != first else int(two[1]))
