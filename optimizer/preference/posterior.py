"""What is believed of every prompt after the votes so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.preference.arrays import FloatArray, IntArray
from optimizer.preference.ballots import USUAL, Ballot, Manner
from optimizer.preference.davidson import one_vote_moments, probabilities
from optimizer.preference.gaussian import cholesky
from optimizer.preference.kin import Kin
from optimizer.preference.prior import Hyper

# A vote that shows nothing of the difference is learned as if it showed this much of it.
FAINT = 0.05


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
        manners: how people vote beside each other, by rater, where several do.
        kin: how the prompts hang on the core, when the pool is large: the layers and
            `state_covariance` are then over the core's m prompts in place of all K.
    """

    layers: tuple[Layer, ...]
    state_mean: FloatArray
    state_covariance: FloatArray
    nu: float
    votes: int
    hypers: tuple[Hyper, ...]
    weights: FloatArray
    effect_variance: float = 0.0
    manners: Mapping[int, Manner] = field(default_factory=dict)
    kin: Kin | None = None

    def __len__(self) -> int:
        return len(self.state_mean) - 1

    @property
    def mean(self) -> FloatArray:
        """Mean utilities, shape (K,)."""
        return self.state_mean[:-1]

    @property
    def covariance(self) -> FloatArray:
        """Covariance of the utilities, shape (K, K); of a large pool ask `among` for a part."""
        if self.kin is not None:
            return self.among(np.arange(len(self))).covariance
        return self.state_covariance[:-1, :-1]

    @property
    def variance(self) -> FloatArray:
        """Variance of every utility, shape (K,)."""
        if self.kin is not None:
            return self.kin.variance(self.state_covariance)
        return np.diag(self.state_covariance)[:-1]

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

    def contrast(self, index: Sequence[int], weights: Sequence[float]) -> tuple[float, float]:
        """Return mean and variance of a weighted sum of some utilities."""
        share, which = np.array(weights), np.array(index)
        mean = float(share @ self.state_mean[which])
        if self.kin is None:
            return mean, float(share @ self.state_covariance[np.ix_(which, which)] @ share)
        anchors = self.kin.anchors[which].ravel()
        reach = (share[:, None] * self.kin.weights[which]).ravel()
        variance = float(reach @ self.state_covariance[np.ix_(anchors, anchors)] @ reach)
        return mean, variance + float(share**2 @ self.kin.noise[which])

    def differences(self, left: IntArray, right: IntArray) -> tuple[FloatArray, FloatArray]:
        """Return means and variances of f_left - f_right for many pairs at once, shape (n,)."""
        mean = self.state_mean[left] - self.state_mean[right]
        covariance = self.state_covariance
        if self.kin is None:
            own = np.diag(covariance)
            return mean, own[left] + own[right] - 2.0 * covariance[left, right]
        own = self.kin.variance(covariance)
        return mean, own[left] + own[right] - 2.0 * self.kin.between(covariance, left, right)

    def among(self, index: IntArray) -> Posterior:
        """Return what is believed of some prompts only, as a dense posterior over them.

        Args:
            index: which, shape (n,).
        """
        if self.kin is None:
            kept = np.append(index, len(self))  # the side offset stands last
            square = np.ix_(kept, kept)
            layers = [
                replace(layer, mean=layer.mean[kept], covariance=layer.covariance[square])
                for layer in self.layers
            ]
            mean, covariance = self.state_mean[kept], self.state_covariance[square]
        else:
            rows = np.zeros((len(index) + 1, len(self.state_covariance)))
            rows[:-1] = self.kin.shares(index, rows.shape[1])
            rows[-1, -1] = 1.0
            moved = np.append(self.kin.offset[index], 0.0)
            own = np.diag(np.append(self.kin.noise[index], 0.0))
            layers = [
                replace(
                    layer,
                    mean=rows @ layer.mean + moved,
                    covariance=rows @ layer.covariance @ rows.T + own,
                )
                for layer in self.layers
            ]
            mean = np.append(self.state_mean[index], self.beta)
            covariance = rows @ self.state_covariance @ rows.T + own
        return replace(
            self, layers=tuple(layers), state_mean=mean, state_covariance=covariance, kin=None
        )

    def verdict_probabilities(self, left: int, right: int) -> tuple[float, float, float]:
        """Predict a verdict on a random example with these sides.

        Args:
            left: prompt on the left.
            right: prompt on the right.

        Returns:
            P(left), P(tie), P(right), averaged over the posterior.
        """
        if self.kin is not None:
            return self.among(np.array([left, right])).verdict_probabilities(0, 1)
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
            if self.kin is None:
                mean, along = layer.mean[:size], layer.covariance[baseline, :size]
                spread = np.diag(layer.covariance)[:size] + layer.covariance[baseline, baseline]
            else:
                mean, along = self.kin.mean(layer.mean), self.kin.along(layer.covariance, baseline)
                own = self.kin.variance(layer.covariance)
                spread = own + own[baseline]
            means.append(mean - mean[baseline])
            deviations.append(np.sqrt(np.maximum(spread - 2.0 * along, 0.0)))
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
        after = [self._after(layer, vote) for layer in self.layers]
        learned = self._with_layers([layer for layer, _, _ in after])
        if self.kin is not None:
            shares = np.array([layer.weight for layer in learned.layers])
            gain, shrink = (
                float(shares @ np.array([each[place] for each in after])) for place in (1, 2)
            )
            kin = self.kin.nudged(vote.left, gain, shrink).nudged(vote.right, -gain, shrink)
            learned = replace(learned, kin=kin)._with_layers(learned.layers)
        return replace(learned, votes=self.votes + 1)

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
            along, spread, gap = self._along(layer, left, right, 0.0)
            spread = max(spread, 1e-12) + 2.0 * self.effect_variance
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
        if self.kin is None:
            return self._with_layers([_grown(layer, list(parents)) for layer in self.layers])
        # It joins the core, where votes on it can be learned with all others.
        size = len(self.state_covariance) - 1
        rows = self.kin.shares(np.array(parents, dtype=np.int64), size + 1)
        offset = float(self.kin.offset[list(parents)].mean()) if parents else 0.0
        noise = float(self.kin.noise[list(parents)].sum()) / max(len(parents), 1) ** 2
        layers = [_joined(layer, rows, offset, noise) for layer in self.layers]
        return replace(self, kin=self.kin.with_member(size))._with_layers(layers)

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
        if self.kin is not None:
            whole = np.arange(len(self)) if index is None else index
            core = replace(self, kin=None, state_mean=np.empty(len(self.state_covariance))).draws(
                rng, count
            )
            rows = self.kin.shares(whole, core.shape[1])
            own = rng.standard_normal((count, len(whole))) * np.sqrt(self.kin.noise[whole])
            return np.asarray(core @ rows.T + self.kin.offset[whole] + own)
        size = len(self)
        edges = np.rint(np.cumsum([layer.weight for layer in self.layers]) * count).astype(int)
        noise = rng.standard_normal((count, size))
        start = 0
        for layer, end in zip(self.layers, edges, strict=True):
            if end > start:
                factor = cholesky(layer.covariance[:size, :size])
                noise[start:end] = layer.mean[:size] + noise[start:end] @ factor.T
            start = end
        drawn = np.asarray(rng.permutation(noise))
        return drawn if index is None else drawn[:, index]

    def _along(
        self, layer: Layer, left: int, right: int, beta: float
    ) -> tuple[FloatArray, float, float]:
        """Return what f_left - f_right + beta b shares with the state, its variance, its mean."""
        covariance, mean = layer.covariance, layer.mean
        if self.kin is None:
            along = covariance[left] - covariance[right] + beta * covariance[-1]
            variance = float(along[left] - along[right] + beta * along[-1])
            return along, variance, float(mean[left] - mean[right] + beta * mean[-1])
        one, two = self.kin.shares(np.array([left, right]), len(mean))
        axis = one - two
        axis[-1] = beta
        along = covariance @ axis
        own = self.kin.noise[left] + self.kin.noise[right]
        apart = self.kin.offset[left] - self.kin.offset[right]
        return along, float(axis @ along + own), float(axis @ mean + apart)

    def _after(self, layer: Layer, vote: Ballot) -> tuple[Layer, float, float]:
        """Learn one vote in one layer, whose weight becomes unnormalised.

        Returns:
            The layer, and by how much a prompt moves, and its variance shrinks, per unit of what
            it has in common with the difference voted on.
        """
        manner = self.manners.get(vote.rater, USUAL)
        clear = max(manner.gain, FAINT)
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

    def _with_layers(self, layers: Sequence[Layer]) -> Posterior:
        total = sum(layer.weight for layer in layers)
        scaled = tuple(replace(layer, weight=layer.weight / total) for layer in layers)
        mean, covariance = moments(
            [layer.weight for layer in scaled],
            [layer.mean for layer in scaled],
            [layer.covariance for layer in scaled],
        )
        if self.kin is not None:
            mean = np.append(self.kin.mean(mean), mean[-1])
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
    return _appended(layer, mean, row, variance)


def _joined(layer: Layer, rows: FloatArray, offset: float, noise: float) -> Layer:
    """Append a child whose parents may stand outside the core."""
    if not len(rows):
        return _grown(layer, [])
    share = rows.mean(axis=0)
    row = layer.covariance @ share
    variance = float(share @ row) + noise + layer.step_variance
    return _appended(layer, float(share @ layer.mean) + offset + layer.drift, row, variance)


def _appended(layer: Layer, mean: float, row: FloatArray, variance: float) -> Layer:
    size = len(layer.mean) - 1
    covariance = np.insert(np.insert(layer.covariance, size, row, axis=0), size, 0.0, axis=1)
    covariance[:, size] = np.insert(row, size, variance)
    return replace(layer, mean=np.insert(layer.mean, size, mean), covariance=covariance)
