"""Show the leader against the prompt that could beat it by most (APOHF's rule).

X. Lin et al., "Prompt optimization with human feedback" (arXiv 2405.17346): the first prompt has
the largest mean, the second the largest mean plus uncertainty *of the difference* to the first.
Here on this program's posterior instead of a neural network.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.pairing.picker import FantasyQueue, History, Pair, led_by, open_pairs
from optimizer.preference.arrays import BoolArray
from optimizer.preference.posterior import Posterior

OPTIMISM = 1.0
LEADERS = 8


class LeaderUcb(FantasyQueue):
    """Take the largest mean and the largest upper bound of the difference to it."""

    name = "apohf"

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs by leader, then by challenger (see `Picker`)."""
        low, high = open_pairs(live, history)
        if not len(low):
            return []
        return led_by(_challenges(posterior, live), low, high, rng)


def _challenges(posterior: Posterior, live: BoolArray) -> Iterator[Pair]:
    mean, covariance = posterior.mean, posterior.covariance
    variance = np.diag(covariance)
    index = np.flatnonzero(live)
    for leader in index[np.argsort(-mean[index])][:LEADERS]:
        spread = np.sqrt(np.maximum(variance + variance[leader] - 2 * covariance[leader], 0.0))
        bound = mean + OPTIMISM * spread
        for other in index[np.argsort(-bound[index])]:
            if other != leader:
                yield int(leader), int(other)
