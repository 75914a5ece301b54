"""Show the pair whose vote makes all differences of utilities best known.

The sequential form of A-optimal design (K. Chaloner, I. Verdinelli, "Bayesian experimental design:
a review", 1995): a vote on (i, j) takes away cov(f, f_i - f_j) cov(f, f_i - f_j)' W / (1 + W v),
and the pair counts that lowers the summed variance of all differences most. It is for predicting
verdicts; for finding the best prompt `eubo` needs fewer votes.
"""

from __future__ import annotations

import numpy as np

from optimizer.pairing.picker import FantasyQueue, History, Pair, open_pairs, ordered
from optimizer.preference.arrays import BoolArray
from optimizer.preference.davidson import probabilities
from optimizer.preference.posterior import Posterior


class Informative(FantasyQueue):
    """Take the pair whose vote lowers the variance of all live differences most."""

    name = "informative"

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs by how much a vote on them tells (see `Picker`)."""
        low, high = open_pairs(live, history)
        index = np.flatnonzero(live)
        score = np.zeros(len(low))
        # Layer by layer: between layers the scale differs, which votes on one pair cannot settle.
        for layer in posterior.layers:
            covariance = layer.covariance[:-1, :-1]
            centred = covariance[index] - covariance[index].mean(axis=0)
            moved = np.sum((centred[:, low] - centred[:, high]) ** 2, axis=0)
            variance = np.diag(covariance)
            spread = variance[low] + variance[high] - 2.0 * covariance[low, high]
            won, _, lost = probabilities(layer.mean[low] - layer.mean[high], posterior.nu)
            bend = (won + lost) / 4.0 - ((won - lost) / 2.0) ** 2
            score += layer.weight * moved * bend / (1.0 + bend * np.maximum(spread, 0.0))
        return ordered(low, high, score, rng)
