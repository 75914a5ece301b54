"""The posterior of a pool whose prompts were all learned together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from optimizer.preference.arrays import FloatArray, IntArray
from optimizer.preference.ballots import Ballot
from optimizer.preference.davidson import probabilities
from optimizer.preference.layer import Layer, drawn, mixed
from optimizer.preference.posterior import Posterior, scaled

NODES = 15


@dataclass(frozen=True, slots=True, eq=False)
class DensePosterior(Posterior):
    """Means and covariances of all K prompts (see `Posterior`)."""

    @property
    def core(self) -> IntArray | None:
        """None: all were learned together."""
        return None

    @property
    def covariance(self) -> FloatArray:
        """Covariance of the utilities, shape (K, K)."""
        return self.state_covariance[:-1, :-1]

    @property
    def variance(self) -> FloatArray:
        """Variance of every utility, shape (K,)."""
        return np.diag(self.state_covariance)[:-1]

    def contrast(self, index: Sequence[int], weights: Sequence[float]) -> tuple[float, float]:
        """Return mean and variance of a weighted sum of some utilities."""
        share, which = np.array(weights), np.array(index)
        mean = float(share @ self.state_mean[which])
        return mean, float(share @ self.state_covariance[np.ix_(which, which)] @ share)

    def differences(self, left: IntArray, right: IntArray) -> tuple[FloatArray, FloatArray]:
        """Return means and variances of f_left - f_right for many pairs at once, shape (n,)."""
        mean, own = self.state_mean[left] - self.state_mean[right], np.diag(self.state_covariance)
        return mean, own[left] + own[right] - 2.0 * self.state_covariance[left, right]

    def among(self, index: IntArray) -> DensePosterior:
        """Return what is believed of some prompts only (see `Posterior`)."""
        kept = np.append(index, len(self))  # the side offset stands last
        square = np.ix_(kept, kept)
        layers = tuple(
            replace(layer, mean=layer.mean[kept], covariance=layer.covariance[square])
            for layer in self.layers
        )
        mean, covariance = self.state_mean[kept], self.state_covariance[square]
        return replace(self, layers=layers, state_mean=mean, state_covariance=covariance)

    def verdict_probabilities(self, left: int, right: int) -> tuple[float, float, float]:
        """Predict a verdict on a random example with these sides (see `Posterior`)."""
        nodes, node_weights = np.polynomial.hermite_e.hermegauss(NODES)
        node_weights = node_weights / node_weights.sum()
        total = np.zeros(3)
        for layer in self.layers:
            _, variance, mean = self._along(layer, left, right, 1.0)
            d = mean + np.sqrt(max(variance, 0.0)) * nodes
            total += layer.weight * (np.array(probabilities(d, self.nu)) @ node_weights)
        return float(total[0]), float(total[1]), float(total[2])

    def with_child(self, parents: tuple[int, ...]) -> Self:
        """Append a prompt that nobody has voted on yet (see `Posterior`)."""
        return self._with_layers([layer.grown(parents) for layer in self.layers])

    def draws(
        self, rng: np.random.Generator, count: int, index: IntArray | None = None
    ) -> FloatArray:
        """Draw utilities from the posterior (see `Posterior`)."""
        found = drawn(self.layers, rng, count)
        return found if index is None else found[:, index]

    def _beside(self, layer: Layer, one: int) -> tuple[FloatArray, FloatArray, FloatArray]:
        size = len(self)
        own, along = np.diag(layer.covariance)[:size], layer.covariance[one, :size]
        return layer.mean[:size], own, along

    def _along(
        self, layer: Layer, left: int, right: int, beta: float
    ) -> tuple[FloatArray, float, float]:
        covariance, mean = layer.covariance, layer.mean
        along = covariance[left] - covariance[right] + beta * covariance[-1]
        variance = float(along[left] - along[right] + beta * along[-1])
        return along, variance, float(mean[left] - mean[right] + beta * mean[-1])

    def _nudged(self, vote: Ballot, gain: float, shrink: float) -> Self:
        return self

    def _with_layers(self, layers: Sequence[Layer]) -> Self:
        shared = scaled(layers)
        mean, covariance = mixed(shared)
        return replace(self, layers=shared, state_mean=mean, state_covariance=covariance)
