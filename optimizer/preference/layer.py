"""One normal part of the posterior, over all prompts that were learned together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.preference.gaussian import cholesky


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The part of the posterior that shares one scale of utilities.

    Attributes:
        weight: posterior weight; those of all layers add up to 1.
        mean: utilities and side offset beta, shape (K + 1,).
        covariance: shape (K + 1, K + 1).
        drift: expected change of utility from parent to child.
        step_variance: variance of a child around its parent, the drift's own included.
        root_variance: variance of a new prompt without parents.
    """

    weight: float
    mean: FloatArray
    covariance: FloatArray
    drift: float
    step_variance: float
    root_variance: float

    def grown(self, parents: Sequence[int]) -> Layer:
        """Append a prompt that nobody has voted on.

        Args:
            parents: its parents; empty for a new root.
        """
        if not len(parents):
            size = len(self.mean) - 1
            return self.with_prompt(0.0, np.zeros(size + 1), self.root_variance)
        share = np.zeros(len(self.mean))
        share[list(parents)] = 1.0 / len(parents)
        return self.with_child(share, 0.0, 0.0)

    def with_child(self, share: FloatArray, offset: float, noise: float) -> Layer:
        """Append a child of whoever stands at a weighted mean of some prompts.

        Args:
            share: how much of each coordinate its parents have, shape (K + 1,).
            offset: by how much they stand away from there.
            noise: variance of that.
        """
        row = self.covariance @ share
        variance = float(share @ row) + noise + self.step_variance
        return self.with_prompt(float(share @ self.mean) + offset + self.drift, row, variance)

    def with_prompt(self, mean: float, row: FloatArray, variance: float) -> Layer:
        """Append a prompt, given what it shares with all others and the side offset."""
        size = len(self.mean) - 1
        covariance = np.insert(np.insert(self.covariance, size, row, axis=0), size, 0.0, axis=1)
        covariance[:, size] = np.insert(row, size, variance)
        return replace(self, mean=np.insert(self.mean, size, mean), covariance=covariance)


def mixed(layers: Sequence[Layer]) -> tuple[FloatArray, FloatArray]:
    """Return mean and covariance of a mixture of layers."""
    return moments(
        [layer.weight for layer in layers],
        [layer.mean for layer in layers],
        [layer.covariance for layer in layers],
    )


def moments(
    weights: Sequence[float], means: Sequence[FloatArray], covariances: Sequence[FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Return mean and covariance of a mixture of normal distributions.

    Args:
        weights: adding up to 1.
        means: one per part, shape (K,).
        covariances: one per part, shape (K, K).

    Returns:
        The mixture's mean and covariance.
    """
    mean = np.zeros_like(means[0])
    for weight, part in zip(weights, means, strict=True):
        mean += weight * part
    away = np.array([np.sqrt(w) * (part - mean) for w, part in zip(weights, means, strict=True)])
    covariance = away.T @ away
    for weight, spread in zip(weights, covariances, strict=True):
        covariance += weight * spread
    return mean, covariance


def drawn(layers: Sequence[Layer], rng: np.random.Generator, count: int) -> FloatArray:
    """Draw utilities from a mixture of layers.

    Args:
        layers: each gets its share of the draws.
        rng: the source of chance.
        count: how many draws.

    Returns:
        Shape (count, K), in random order.
    """
    size = len(layers[0].mean) - 1
    edges = np.rint(np.cumsum([layer.weight for layer in layers]) * count).astype(int)
    noise = rng.standard_normal((count, size))
    start = 0
    for layer, end in zip(layers, edges, strict=True):
        if end > start:
            factor = cholesky(layer.covariance[:size, :size])
            noise[start:end] = layer.mean[:size] + noise[start:end] @ factor.T
        start = end
    return np.asarray(rng.permutation(noise))
