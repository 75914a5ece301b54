"""What is believed of every prompt after the votes so far."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.preference.ballots import Ballot
from optimizer.preference.davidson import one_vote_mode, probabilities
from optimizer.preference.gaussian import cholesky
from optimizer.preference.prior import Hyper


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """A normal distribution over the utilities of all prompts, averaged over hyperparameters.

    Utilities are logits: prompt i wins against j on a random example with probability
    sigma(f_i - f_j). Only differences mean anything.

    Attributes:
        state_mean: utilities and side offset beta, shape (K + 1,).
        state_covariance: shape (K + 1, K + 1).
        nu: the weight of ties.
        votes: how many votes have been learned from.
        hypers: the grid of hyperparameters that was averaged over.
        weights: the posterior weight of each of them, adding up to 1.
        effect_variance: variance of the effect of a prompt on one example, when modelled.
    """

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
        _, variance = self._along(left, right)
        mean = self.state_mean[left] - self.state_mean[right] + self.state_mean[-1]
        nodes, weights = np.polynomial.hermite_e.hermegauss(15)
        d = mean + np.sqrt(max(variance, 0.0)) * nodes
        chances = probabilities(d, self.nu)
        total = float(weights.sum())
        won, tied, lost = (float(weights @ chance) / total for chance in chances)
        return won, tied, lost

    def update(self, vote: Ballot) -> Posterior:
        """Learn one vote in O(K^2), provisionally: a refit of all votes follows later.

        Args:
            vote: indices of prompts of this pool, outcome and weight.

        Returns:
            A new posterior; hyperparameters and nu stay as they are.
        """
        along, variance = self._along(vote.left, vote.right)
        variance = max(variance, 1e-12)
        mean = float(self.state_mean[vote.left] - self.state_mean[vote.right] + self.state_mean[-1])
        # A vote also carries what its one example adds to both prompts.
        spread = variance + 2.0 * self.effect_variance
        mode, curvature = one_vote_mode(vote.outcome, vote.weight, mean, spread, self.nu)
        return replace(
            self,
            state_mean=self.state_mean + along * ((mode - mean) / spread),
            state_covariance=self.state_covariance
            - np.outer(along, along) * (curvature / (1.0 + curvature * spread)),
            votes=self.votes + 1,
        )

    def fantasised(self, left: int, right: int) -> Posterior:
        """Lower the covariance as one expected vote on this pair would; the mean stays.

        Args:
            left: one prompt of the pair.
            right: the other one.

        Returns:
            A posterior for choosing further duels before the vote is there.
        """
        along, variance = self._along(left, right, side=False)
        spread = max(variance, 1e-12) + 2.0 * self.effect_variance
        mean = self.state_mean[left] - self.state_mean[right]
        won, _, lost = (float(p) for p in probabilities(np.asarray(mean), self.nu))
        curvature = (won + lost) / 4.0 - ((won - lost) / 2.0) ** 2
        shrink = curvature / (1.0 + curvature * spread)
        return replace(
            self, state_covariance=self.state_covariance - np.outer(along, along) * shrink
        )

    def with_child(self, parents: tuple[int, ...]) -> Posterior:
        """Append a prompt that nobody has voted on yet.

        Its mean is its parents' mean plus the expected drift, never the pool's mean.

        Args:
            parents: indices of its parents; empty for a new root.

        Returns:
            A posterior over K + 1 prompts; the child is the last one.
        """
        size = len(self)
        if parents:
            chosen = list(parents)
            mean = float(self.state_mean[chosen].mean()) + self.drift
            row = self.state_covariance[chosen].mean(axis=0)
            variance = float(row[chosen].mean()) + self.step_variance
        else:
            mean, row, variance = 0.0, np.zeros(size + 1), self.root_variance
        covariance = np.insert(np.insert(self.state_covariance, size, row, axis=0), size, 0.0, 1)
        covariance[:, size] = np.insert(row, size, variance)
        covariance[size, size] = variance
        return replace(
            self,
            state_mean=np.insert(self.state_mean, size, mean),
            state_covariance=covariance,
        )

    def draws(self, rng: np.random.Generator, count: int) -> FloatArray:
        """Draw utilities from the posterior.

        Args:
            rng: the source of chance.
            count: how many draws.

        Returns:
            Shape (count, K).
        """
        factor = cholesky(self.covariance)
        return np.asarray(self.mean + rng.standard_normal((count, len(self))) @ factor.T)

    def _along(self, left: int, right: int, *, side: bool = True) -> tuple[FloatArray, float]:
        """Return the state's covariance with the duel's difference, and that one's variance."""
        covariance = self.state_covariance
        along = covariance[left] - covariance[right]
        if side:
            along = along + covariance[-1]
        variance = float(along[left] - along[right]) + (float(along[-1]) if side else 0.0)
        return along, variance
