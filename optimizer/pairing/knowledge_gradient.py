"""Show the pair whose vote is expected to raise the best mean most (one-vote knowledge gradient).

P. Frazier, W. Powell, S. Dayanik, "The knowledge-gradient policy for correlated normal beliefs"
(2009). A vote moves all means along one direction by a normal amount; the gain against the leader
is sigma_k h(-gap_k / sigma_k) with h(z) = phi(z) + z Phi(z), and the logarithm of its largest over
k is what is compared, because the gain itself is often zero in floating point (S. Ament et al.,
"Unexpected improvements to expected improvement", 2023).
"""

from __future__ import annotations

import numpy as np

from optimizer.pairing.picker import FantasyQueue, History, Pair, open_pairs, ordered
from optimizer.preference.arrays import BoolArray, FloatArray, IntArray
from optimizer.preference.davidson import probabilities
from optimizer.preference.posterior import Posterior

BLOCK = 2048


class KnowledgeGradient(FantasyQueue):
    """Take the pair with the largest logarithm of the expected gain of one vote."""

    name = "knowledge_gradient"

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs by the gain of one vote (see `Picker`)."""
        low, high = open_pairs(live, history)
        if not len(low):
            return []
        index = np.flatnonzero(live)
        blocks = [
            _log_gain(posterior, index, low[start : start + BLOCK], high[start : start + BLOCK])
            for start in range(0, len(low), BLOCK)
        ]
        return ordered(low, high, np.concatenate(blocks), rng)


def _log_gain(
    posterior: Posterior,
    index: IntArray,
    low: IntArray,
    high: IntArray,
) -> FloatArray:
    mean, covariance = posterior.mean, posterior.covariance
    leader = int(index[np.argmax(mean[index])])
    along = covariance[low] - covariance[high]
    rows = np.arange(len(low))
    variance = np.maximum(along[rows, low] - along[rows, high], 1e-18)
    won, _, lost = probabilities(mean[low] - mean[high], posterior.nu)
    curvature = (won + lost) / 4.0 - ((won - lost) / 2.0) ** 2
    # The vote's pseudo-observation has variance 1 / curvature around the difference.
    moved = along[:, index] / np.sqrt(variance + 1.0 / curvature)[:, None]
    shift = np.abs(moved - moved[:, [int(np.flatnonzero(index == leader)[0])]])
    gap = mean[leader] - mean[index]
    with np.errstate(divide="ignore"):
        log_shift = np.log(shift)
    ratio = gap / np.maximum(shift, 1e-300)
    return np.asarray(np.max(log_shift + _log_h(-np.minimum(ratio, 1e8)), axis=1))


def _log_h(z: FloatArray) -> FloatArray:
    """Return log(phi(z) + z Phi(z)) without underflow, for z <= 0."""
    from scipy.special import erfcx

    root = np.sqrt(np.pi / 2.0)
    log_density = -0.5 * z**2 - 0.5 * np.log(2.0 * np.pi)
    # phi + z Phi = phi (1 + z Phi / phi), and Phi / phi = sqrt(pi / 2) erfcx(-z / sqrt 2);
    # far out the difference cancels, and 1 / z^2 is its limit.
    near = 1.0 + z * root * erfcx(-z / np.sqrt(2.0))
    far = 1.0 / np.maximum(z**2, 1.0)
    return np.asarray(log_density + np.log(np.where(z > -100.0, np.maximum(near, 1e-300), far)))
