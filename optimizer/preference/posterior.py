"""What is believed of every prompt after the votes so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.preference.ballots import Ballot
from optimizer.preference.davidson import one_vote_moments, probabilities
from optimizer.preference.gaussian import cholesky
from optimizer.preference.prior import Hyper


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


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """A distribution over the utilities of all prompts, averaged over hyperparameters.

    Utilities are logits: prompt i wins against j on a random example with probability
    sigma(f_i - f_j). Only differences mean anything. The scale of utilities is the least known of
    all, so the posterior stays a mixture over it: one normal layer per scale. Mean and covariance
    are the mixture's; chances are computed from the layers, whose tails one normal would distort.

    Attributes:
        layers: the mixture, one normal distribution per scale.
        state_mean: mean utilities and side offset beta, shape (K + 1,).
        state_covariance: shape (K + 1, K + 1).
        nu: the weight of ties.
        votes: how many votes have been learned from.
        hypers: the grid of hyperparameters that was averaged over.
        weights: the posterior weight of each of them, adding up to 1.
        effect_variance: variance of the effect of a prompt on one example, when modelled.
    """

    layers: tuple[Layer, ...]
    state_mean: FloatArray
    state_covariance: FloatArray
    nu: float
    votes: int
    hypers: tuple[Hyper, ...]
    weights: FloatArray
    effect_variance: float = 0.0

    def __len__(self) -> int:
        return len(self.state_mean) - 1

    @property
    def mean(self) -> FloatArray:
        """Mean utilities, shape (K,)."""
        return self.state_mean[:-1]

    @property
    def covariance(self) -> FloatArray:
        """Covariance of the utilities, shape (K, K)."""
        return self.state_covariance[:-1, :-1]

    @property
    def beta(self) -> float:
        """Mean side offset: positive when the left side is favoured."""
        return float(self.state_mean[-1])

    @property
    def drift(self) -> float:
        """Expected change of utility from parent to child."""
        return self._expect([hyper.drift for hyper in self.hypers])

    @property
    def step_variance(self) -> float:
        """Variance of a child's utility around its parent's, the drift's own included."""
        drifts = np.array([hyper.drift for hyper in self.hypers])
        spread = float(self.weights @ (drifts - self.drift) ** 2)
        return self._expect([hyper.step_variance for hyper in self.hypers]) + spread

    @property
    def root_variance(self) -> float:
        """Variance of the utility of a new prompt without parents."""
        return self._expect([hyper.root_variance for hyper in self.hypers])

    @property
    def agreement(self) -> tuple[float, ...]:
        """Expected agreement with the person of every rater that was fused, 0 to 1."""
        raters = len(self.hypers[0].agreement)
        return tuple(
            self._expect([hyper.agreement[r] for hyper in self.hypers]) for r in range(raters)
        )

    def _expect(self, values: list[float]) -> float:
        return float(self.weights @ np.array(values))

    def difference(self, left: int, right: int) -> tuple[float, float]:
        """Return mean and standard deviation of f_left - f_right."""
        covariance = self.state_covariance
        variance = covariance[left, left] + covariance[right, right] - 2 * covariance[left, right]
        mean = self.state_mean[left] - self.state_mean[right]
        return float(mean), float(np.sqrt(max(variance, 0.0)))

    def verdict_probabilities(self, left: int, right: int) -> tuple[float, float, float]:
        """Predict a verdict on a random example with these sides.

        Args:
            left: prompt on the left.
            right: prompt on the right.

        Returns:
            P(left), P(tie), P(right), averaged over the posterior.
        """
        nodes, node_weights = np.polynomial.hermite_e.hermegauss(15)
        node_weights = node_weights / node_weights.sum()
        total = np.zeros(3)
        for layer in self.layers:
            along = layer.covariance[left] - layer.covariance[right] + layer.covariance[-1]
            variance = max(float(along[left] - along[right] + along[-1]), 0.0)
            mean = layer.mean[left] - layer.mean[right] + layer.mean[-1]
            chances = probabilities(mean + np.sqrt(variance) * nodes, self.nu)
            total += layer.weight * (np.array(chances) @ node_weights)
        return float(total[0]), float(total[1]), float(total[2])

    def gaps(self, baseline: int) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the difference of every prompt to one, in every layer.

        Args:
            baseline: index of the prompt that all are compared with.

        Returns:
            The layers' weights, shape (H,), and means and standard deviations, shape (H, K).
        """
        size = len(self)
        means, deviations = [], []
        for layer in self.layers:
            spread = np.diag(layer.covariance)[:size] + layer.covariance[baseline, baseline]
            spread = spread - 2.0 * layer.covariance[baseline, :size]
            means.append(layer.mean[:size] - layer.mean[baseline])
            deviations.append(np.sqrt(np.maximum(spread, 0.0)))
        weights = np.array([layer.weight for layer in self.layers])
        return weights, np.array(means), np.array(deviations)

    def update(self, vote: Ballot) -> Posterior:
        """Learn one vote in O(K^2), provisionally: a refit of all votes follows later.

        Args:
            vote: indices of prompts of this pool, outcome and weight.

        Returns:
            A new posterior; nu and the settings within a layer stay as they are, the weights of
            the layers follow how well each foresaw the vote.
        """
        layers = [self._after(layer, vote) for layer in self.layers]
        return replace(self._with_layers(layers), votes=self.votes + 1)

    def fantasised(self, left: int, right: int) -> Posterior:
        """Lower the covariance as one expected vote on this pair would; the mean stays.

        Args:
            left: one prompt of the pair.
            right: the other one.

        Returns:
            A posterior for choosing further duels before the vote is there.
        """
        layers = []
        for layer in self.layers:
            along = layer.covariance[left] - layer.covariance[right]
            spread = max(float(along[left] - along[right]), 1e-12) + 2.0 * self.effect_variance
            gap = layer.mean[left] - layer.mean[right]
            won, _, lost = (float(p) for p in probabilities(np.asarray(gap), self.nu))
            curvature = (won + lost) / 4.0 - ((won - lost) / 2.0) ** 2
            shrink = curvature / (1.0 + curvature * spread)
            layers.append(
                replace(layer, covariance=layer.covariance - np.outer(along * shrink, along))
            )
        return self._with_layers(layers)

    def with_child(self, parents: tuple[int, ...]) -> Posterior:
        """Append a prompt that nobody has voted on yet.

        Its mean is its parents' mean plus the expected drift, never the pool's mean.

        Args:
            parents: indices of its parents; empty for a new root.

        Returns:
            A posterior over K + 1 prompts; the child is the last one.
        """
        return self._with_layers([_grown(layer, list(parents)) for layer in self.layers])

    def draws(self, rng: np.random.Generator, count: int) -> FloatArray:
        """Draw utilities from the posterior.

        Args:
            rng: the source of chance.
            count: how many draws; each layer gets its share of them.

        Returns:
            Shape (count, K), in random order.
        """
        size = len(self)
        edges = np.rint(np.cumsum([layer.weight for layer in self.layers]) * count).astype(int)
        noise = rng.standard_normal((count, size))
        start = 0
        for layer, end in zip(self.layers, edges, strict=True):
            if end > start:
                factor = cholesky(layer.covariance[:size, :size])
                noise[start:end] = layer.mean[:size] + noise[start:end] @ factor.T
            start = end
        return np.asarray(rng.permutation(noise))

    def _after(self, layer: Layer, vote: Ballot) -> Layer:
        """Learn one vote in one layer; its weight becomes unnormalised."""
        left, right = vote.left, vote.right
        along = layer.covariance[left] - layer.covariance[right] + layer.covariance[-1]
        variance = max(float(along[left] - along[right] + along[-1]), 1e-12)
        mean = float(layer.mean[left] - layer.mean[right] + layer.mean[-1])
        # A vote also carries what its one example adds to both prompts.
        spread = variance + 2.0 * self.effect_variance
        moved, left_over, foreseen = one_vote_moments(
            vote.outcome, vote.weight, mean, spread, self.nu
        )
        return replace(
            layer,
            weight=layer.weight * foreseen,
            mean=layer.mean + along * ((moved - mean) / spread),
            covariance=layer.covariance
            - np.outer(along * ((spread - left_over) / spread**2), along),
        )

    def _with_layers(self, layers: Sequence[Layer]) -> Posterior:
        total = sum(layer.weight for layer in layers)
        scaled = tuple(replace(layer, weight=layer.weight / total) for layer in layers)
        mean, covariance = moments(
            [layer.weight for layer in scaled],
            [layer.mean for layer in scaled],
            [layer.covariance for layer in scaled],
        )
        return replace(self, layers=scaled, state_mean=mean, state_covariance=covariance)


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


def _grown(layer: Layer, parents: list[int]) -> Layer:
    size = len(layer.mean) - 1
    if parents:
        mean = float(layer.mean[parents].mean()) + layer.drift
        row = layer.covariance[parents].mean(axis=0)
        variance = float(row[parents].mean()) + layer.step_variance
    else:
        mean, row, variance = 0.0, np.zeros(size + 1), layer.root_variance
    covariance = np.insert(np.insert(layer.covariance, size, row, axis=0), size, 0.0, axis=1)
    covariance[:, size] = np.insert(row, size, variance)
    return replace(layer, mean=np.insert(layer.mean, size, mean), covariance=covariance)
