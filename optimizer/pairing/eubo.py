"""Show the pair whose better prompt is expected to be best (expected utility of the best option).

Z. J. Lin, R. Astudillo, P. Frazier, E. Bakshy, "Preference exploration for efficient Bayesian
optimization with multiple outcomes" (AISTATS 2022), in closed form for a normal posterior.
"""

from __future__ import annotations

import numpy as np

from optimizer.pairing.picker import FantasyQueue, History, Pair, open_pairs, ordered
from optimizer.preference.arrays import BoolArray, FloatArray, IntArray
from optimizer.preference.normal import cumulative
from optimizer.preference.posterior import Posterior


class Eubo(FantasyQueue):
    """Take the pair with the largest E[max(f_i, f_j)]."""

    name = "eubo"

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs by EUBO (see `Picker`)."""
        low, high = open_pairs(live, history)
        return ordered(low, high, expected_better(posterior, low, high), rng)


def expected_better(posterior: Posterior, low: IntArray, high: IntArray) -> FloatArray:
    """Return E[max(f_i, f_j)] of every pair.

    Args:
        posterior: What is believed of the prompts.
        low: One prompt of every pair.
        high: The other one.

    Returns:
        One value per pair, in logits.
    """
    mean, covariance = posterior.mean, posterior.covariance
    variance = np.diag(covariance)
    spread = np.sqrt(
        np.maximum(variance[low] + variance[high] - 2.0 * covariance[low, high], 1e-18)
    )
    z = (mean[low] - mean[high]) / spread
    density = np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi)
    return np.asarray(mean[high] + spread * (z * cumulative(z) + density))
