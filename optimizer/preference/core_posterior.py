"""The posterior of a large pool: a core that was learned together, and everybody around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from optimizer.preference.arrays import FloatArray, IntArray
from optimizer.preference.ballots import Ballot
from optimizer.preference.dense import DensePosterior
from optimizer.preference.kin import Kin
from optimizer.preference.layer import Layer, drawn, mixed
from optimizer.preference.posterior import Posterior, scaled


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CorePosterior(Posterior):
    """Layers and `state_covariance` are over the core's m prompts, the means over all K.

    Attributes:
        kin: how all prompts hang on the core.
    """

    kin: Kin

    @property
    def core(self) -> IntArray | None:
        """Who was learned together, by index, shape (m,)."""
        return self.kin.core

    @property
    def covariance(self) -> FloatArray:
        """Covariance of the utilities, shape (K, K), made for the asking."""
        return self.among(np.arange(len(self))).covariance

    @property
    def variance(self) -> FloatArray:
        """Variance of every utility, shape (K,)."""
        return self.kin.variance(self.state_covariance)

    def contrast(self, index: Sequence[int], weights: Sequence[float]) -> tuple[float, float]:
        """Return mean and variance of a weighted sum of some utilities."""
        share, which = np.array(weights), np.array(index)
        anchors = self.kin.anchors[which].ravel()
        reach = (share[:, None] * self.kin.weights[which]).ravel()
        variance = float(reach @ self.state_covariance[np.ix_(anchors, anchors)] @ reach)
        own = float(share**2 @ self.kin.noise[which])
        return float(share @ self.state_mean[which]), variance + own

    def differences(self, left: IntArray, right: IntArray) -> tuple[FloatArray, FloatArray]:
        """Return means and variances of f_left - f_right for many pairs at once, shape (n,)."""
        mean, covariance = self.state_mean[left] - self.state_mean[right], self.state_covariance
        own = self.kin.variance(covariance)
        return mean, own[left] + own[right] - 2.0 * self.kin.between(covariance, left, right)

    def among(self, index: IntArray) -> DensePosterior:
        """Return what is believed of some prompts only, as if they were all (see `Posterior`)."""
        rows = np.zeros((len(index) + 1, len(self.state_covariance)))
        rows[:-1] = self.kin.shares(index, rows.shape[1])
        rows[-1, -1] = 1.0  # the side offset stands last
        moved = np.append(self.kin.offset[index], 0.0)
        own = np.diag(np.append(self.kin.noise[index], 0.0))
        return DensePosterior(
            layers=tuple(
                replace(
                    layer,
                    mean=rows @ layer.mean + moved,
                    covariance=rows @ layer.covariance @ rows.T + own,
                )
                for layer in self.layers
            ),
            state_mean=np.append(self.state_mean[index], self.beta),
            state_covariance=rows @ self.state_covariance @ rows.T + own,
            nu=self.nu,
            votes=self.votes,
            hypers=self.hypers,
            weights=self.weights,
            effect_variance=self.effect_variance,
            sampling_share=self.sampling_share,
            manners=self.manners,
            discrimination=self.discrimination,
        )

    def verdict_probabilities(self, left: int, right: int) -> tuple[float, float, float]:
        """Predict a verdict on a random example with these sides (see `Posterior`)."""
        return self.among(np.array([left, right])).verdict_probabilities(0, 1)

    def with_child(self, parents: tuple[int, ...]) -> Self:
        """Append a prompt that nobody has voted on yet (see `Posterior`).

        It joins the core, where votes on it can be learned with all others.
        """
        size, line = len(self.state_covariance) - 1, list(parents)
        if line:
            share = self.kin.shares(np.array(line, dtype=np.int64), size + 1).mean(axis=0)
            offset = float(self.kin.offset[line].mean())
            noise = float(self.kin.noise[line].sum()) / len(line) ** 2
            layers = [layer.with_child(share, offset, noise) for layer in self.layers]
        else:
            layers = [layer.grown(()) for layer in self.layers]
        return replace(self, kin=self.kin.with_member(size))._with_layers(layers)

    def draws(
        self, rng: np.random.Generator, count: int, index: IntArray | None = None
    ) -> FloatArray:
        """Draw utilities from the posterior (see `Posterior`)."""
        which = np.arange(len(self)) if index is None else index
        core = drawn(self.layers, rng, count)
        rows = self.kin.shares(which, core.shape[1])
        own = rng.standard_normal((count, len(which))) * np.sqrt(self.kin.noise[which])
        return np.asarray(core @ rows.T + self.kin.offset[which] + own)

    def _beside(self, layer: Layer, one: int) -> tuple[FloatArray, FloatArray, FloatArray]:
        own = self.kin.variance(layer.covariance)
        return self.kin.mean(layer.mean), own, self.kin.along(layer.covariance, one)

    def _along(
        self, layer: Layer, left: int, right: int, beta: float
    ) -> tuple[FloatArray, float, float]:
        one, two = self.kin.shares(np.array([left, right]), len(layer.mean))
        axis = one - two
        axis[-1] = beta
        along = layer.covariance @ axis
        own = self.kin.noise[left] + self.kin.noise[right]
        apart = self.kin.offset[left] - self.kin.offset[right]
        return along, float(axis @ along + own), float(axis @ layer.mean + apart)

    def _nudged(self, vote: Ballot, gain: float, shrink: float) -> Self:
        kin = self.kin.nudged(vote.left, gain, shrink).nudged(vote.right, -gain, shrink)
        return replace(self, kin=kin)

    def _with_layers(self, layers: Sequence[Layer]) -> Self:
        shared = scaled(layers)
        mean, covariance = mixed(shared)
        whole = np.append(self.kin.mean(mean), mean[-1])
        return replace(self, layers=shared, state_mean=whole, state_covariance=covariance)
