"""What is believed of every prompt after the votes so far: the surface that all readers use.

`DensePosterior` knows how all prompts hang together; `CorePosterior` (see `core`) only how those of
a core do, with everybody else placed around them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from optimizer.preference.arrays import FloatArray, IntArray
from optimizer.preference.ballots import USUAL, Ballot, Manner, clearness
from optimizer.preference.davidson import one_vote_moments, probabilities
from optimizer.preference.layer import Layer
from optimizer.preference.prior import Hyper

# A vote that shows nothing of the difference is learned as if it showed this much of it.
FAINT = 0.05
# Ties, people's manners and what examples tell are taken as known once they are found, and the
# curvature at the mean stands for the whole: deviations come out some hundredths too small.
TAKEN_AS_KNOWN = 1.03


@dataclass(frozen=True, slots=True, eq=False)
class Posterior(ABC):
    """A distribution over the utilities of all prompts, averaged over hyperparameters.

    Utilities are logits: prompt i wins against j on a random example with probability
    sigma(f_i - f_j). Only differences mean anything. The scale of utilities is the least known of
    all, so the posterior stays a mixture over it: one normal layer per scale. Mean and covariance
    are the mixture's; chances are computed from the layers, whose tails one normal would distort.

    Attributes:
        layers: the mixture, one normal distribution per scale, over whoever was learned together.
        state_mean: mean utilities and side offset beta, shape (K + 1,).
        state_covariance: the mixture's, over whoever was learned together and beta.
        nu: the weight of ties.
        votes: how many votes have been learned from.
        hypers: the grid of hyperparameters that was averaged over.
        weights: the posterior weight of each of them, adding up to 1.
        effect_variance: variance of the effect of a prompt on one example, when modelled.
        sampling_share: what the choice of the tuning examples leaves open of a prompt's utility,
            where their effects are not modelled: a share of the variance among prompts.
        manners: how people vote beside each other, by rater, where several do.
        discrimination: how much more clearly the most telling of eight examples tells prompts
            apart than a random one does.
    """

    layers: tuple[Layer, ...]
    state_mean: FloatArray
    state_covariance: FloatArray
    nu: float
    votes: int
    hypers: tuple[Hyper, ...]
    weights: FloatArray
    effect_variance: float = 0.0
    sampling_share: float = 0.0
    manners: Mapping[int, Manner] = field(default_factory=dict)
    discrimination: float = 1.0

    def __len__(self) -> int:
        return len(self.state_mean) - 1

    @property
    @abstractmethod
    def core(self) -> IntArray | None:
        """Who was learned together, by index; None when all were."""

    @property
    def mean(self) -> FloatArray:
        """Mean utilities, shape (K,)."""
        return self.state_mean[:-1]

    @property
    @abstractmethod
    def covariance(self) -> FloatArray:
        """Covariance of the utilities, shape (K, K); of a large pool ask `among` for a part."""

    @property
    @abstractmethod
    def variance(self) -> FloatArray:
        """Variance of every utility, shape (K,)."""

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
        mean, variance = self.contrast((left, right), (1.0, -1.0))
        return mean, float(np.sqrt(max(variance, 0.0)))

    @abstractmethod
    def contrast(self, index: Sequence[int], weights: Sequence[float]) -> tuple[float, float]:
        """Return mean and variance of a weighted sum of some utilities."""

    @abstractmethod
    def differences(self, left: IntArray, right: IntArray) -> tuple[FloatArray, FloatArray]:
        """Return means and variances of f_left - f_right for many pairs at once, shape (n,)."""

    @abstractmethod
    def among(self, index: IntArray) -> Posterior:
        """Return what is believed of some prompts only, as if they were all.

        Args:
            index: which, shape (n,).
        """

    @abstractmethod
    def verdict_probabilities(self, left: int, right: int) -> tuple[float, float, float]:
        """Predict a verdict on a random example with these sides.

        Args:
            left: prompt on the left.
            right: prompt on the right.

        Returns:
            P(left), P(tie), P(right), averaged over the posterior.
        """

    def gaps(self, baseline: int) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the difference of every prompt to one on new examples, in every layer.

        Args:
            baseline: index of the prompt that all are compared with.

        Returns:
            The layers' weights, shape (H,), and means and standard deviations, shape (H, K).
        """
        means, deviations = [], []
        for layer in self.layers:
            mean, own, along = self._beside(layer, baseline)
            means.append(mean - mean[baseline])
            variance = own + own[baseline] - 2.0 * along
            # Two prompts differ on these examples by more or less than on all there are.
            variance += 2.0 * self.sampling_share * layer.root_variance
            variance[baseline] = 0.0
            deviations.append(TAKEN_AS_KNOWN * np.sqrt(np.maximum(variance, 0.0)))
        weights = np.array([layer.weight for layer in self.layers])
        return weights, np.array(means), np.array(deviations)

    def update(self, vote: Ballot) -> Self:
        """Learn one vote in O(K^2), provisionally: a refit of all votes follows later.

        Args:
            vote: indices of prompts of this pool, outcome and weight.

        Returns:
            A new posterior; nu and the settings within a layer stay as they are, the weights of
            the layers follow how well each foresaw the vote.
        """
        after = [self._after(layer, vote) for layer in self.layers]
        layers = [layer for layer, _, _ in after]
        weights = np.array([layer.weight for layer in layers])
        shares = weights / weights.sum()
        gain, shrink = (float(shares @ np.array([each[at] for each in after])) for at in (1, 2))
        learned = self._nudged(vote, gain, shrink)._with_layers(layers)
        return replace(learned, votes=self.votes + 1)

    def fantasised(self, left: int, right: int) -> Self:
        """Lower the covariance as one expected vote on this pair would; the mean stays.

        Args:
            left: one prompt of the pair.
            right: the other one.

        Returns:
            A posterior for choosing further duels before the vote is there.
        """
        layers = []
        for layer in self.layers:
            along, spread, gap = self._along(layer, left, right, 0.0)
            spread = max(spread, 1e-12) + 2.0 * self.effect_variance
            won, _, lost = (float(p) for p in probabilities(np.asarray(gap), self.nu))
            curvature = (won + lost) / 4.0 - ((won - lost) / 2.0) ** 2
            shrink = curvature / (1.0 + curvature * spread)
            layers.append(
                replace(layer, covariance=layer.covariance - np.outer(along * shrink, along))
            )
        return self._with_layers(layers)

    @abstractmethod
    def with_child(self, parents: tuple[int, ...]) -> Self:
        """Append a prompt that nobody has voted on yet.

        Its mean is its parents' mean plus the expected drift, never the pool's mean.

        Args:
            parents: indices of its parents; empty for a new root.

        Returns:
            A posterior over K + 1 prompts; the child is the last one.
        """

    @abstractmethod
    def draws(
        self, rng: np.random.Generator, count: int, index: IntArray | None = None
    ) -> FloatArray:
        """Draw utilities from the posterior.

        Args:
            rng: the source of chance.
            count: how many draws; each layer gets its share of them.
            index: of which prompts, shape (n,); None for all.

        Returns:
            Shape (count, n), in random order.
        """

    @abstractmethod
    def _beside(self, layer: Layer, one: int) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return all means, all variances, and all covariances with one prompt, shape (K,)."""

    @abstractmethod
    def _along(
        self, layer: Layer, left: int, right: int, beta: float
    ) -> tuple[FloatArray, float, float]:
        """Return what f_left - f_right + beta b shares with the state, its variance, its mean."""

    @abstractmethod
    def _nudged(self, vote: Ballot, gain: float, shrink: float) -> Self:
        """Learn of what the layers do not hold.

        Args:
            vote: the vote.
            gain: by how much a prompt moves per unit of what it shares with the difference.
            shrink: by how much its variance falls per unit of the square of that.
        """

    @abstractmethod
    def _with_layers(self, layers: Sequence[Layer]) -> Self:
        """Return the mixture of these layers, whose weights need not add up to 1."""

    def _after(self, layer: Layer, vote: Ballot) -> tuple[Layer, float, float]:
        """Learn one vote in one layer, whose weight becomes unnormalised.

        Returns:
            The layer, and by how much a prompt moves, and its variance shrinks, per unit of what
            it has in common with the difference voted on.
        """
        manner = self.manners.get(vote.rater, USUAL)
        seen = float(clearness(vote.looked_at, self.discrimination))
        clear = max(manner.gain * seen, FAINT)
        along, variance, mean = self._along(layer, vote.left, vote.right, 1.0 / clear)
        along, variance, mean = clear * along, clear**2 * variance, clear * mean + manner.side
        # A vote also carries what its one example adds to both prompts.
        spread = max(variance, 1e-12) + 2.0 * clear**2 * self.effect_variance
        moved, left_over, foreseen = one_vote_moments(
            vote.outcome, vote.weight, mean, spread, self.nu * manner.ties
        )
        gain, shrink = (moved - mean) / spread, (spread - left_over) / spread**2
        learned = replace(
            layer,
            weight=layer.weight * foreseen,
            mean=layer.mean + along * gain,
            covariance=layer.covariance - np.outer(along * shrink, along),
        )
        return learned, clear * gain, clear**2 * shrink


def scaled(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """Return the same layers with weights that add up to 1."""
    total = sum(layer.weight for layer in layers)
    return tuple(replace(layer, weight=layer.weight / total) for layer in layers)
