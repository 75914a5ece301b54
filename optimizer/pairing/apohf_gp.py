"""Show the leader against the prompt that could beat it by most, by a model of the words alone.

X. Lin et al., "Prompt Optimization with Human Feedback" (2024): a dueling bandit whose utility is a
function of a prompt's embedding; the first prompt has the largest mean, the second the largest mean
plus uncertainty *of the difference* to the first. Theirs is a neural network with a matrix of its
parameters squared (2.6 GB for the published one). Here is the same rule in function space: a
Gaussian process with the tangent kernel of such a network, whose matrices are as wide as the pool.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.pairing.picker import FantasyQueue, History, Pair, led_by, open_pairs
from optimizer.preference.arrays import BoolArray, FloatArray
from optimizer.preference.ballots import Ballots
from optimizer.preference.posterior import Posterior

OPTIMISM = 1.0
LEADERS = 8
OWN = 0.1
"""The share of a prompt's worth that its words do not tell: two layouts may say the same."""

_SCALES = (0.25, 1.0, 4.0)  # of the variance of worth, in squared logits
_STEPS = 30
_CLOSE = 1e-8


@dataclass(slots=True, eq=False)
class ApohfGp(FantasyQueue):
    """The largest mean of the Gaussian process, and the largest upper bound of a difference to it.

    Attributes:
        features: A unit vector per prompt, in the posterior's order; None lets every prompt stand
            for itself.
    """

    features: FloatArray | None = None
    name: str = field(default="apohf_gp", init=False)

    def reading(self, features: FloatArray) -> ApohfGp:
        """Return the same rule with the features of the prompts, shape (K, d)."""
        return replace(self, features=features)

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs by leader, then by challenger (see `Picker`)."""
        low, high = open_pairs(live, history)
        if not len(low):
            return []
        belief = believe(kernel(len(posterior), self.features), history.ballots)
        belief = belief.awaiting(_awaited(history))
        return led_by(_challenges(belief, live), low, high, rng)


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """The worth of every prompt in logits: mean, shape (K,), and covariance, shape (K, K)."""

    mean: FloatArray
    covariance: FloatArray

    def awaiting(self, pairs: Counter[Pair]) -> Belief:
        """Return what will be known once these pairs are judged: less doubt, the same means."""
        covariance = self.covariance
        for (first, second), times in pairs.items():
            across = covariance[first] - covariance[second]
            variance = float(across[first] - across[second])
            # A verdict near even odds tells a quarter, whatever it is.
            covariance = covariance - np.outer(across, across) / (variance + 4.0 / times)
        return Belief(self.mean, covariance)


def kernel(prompts: int, features: FloatArray | None) -> FloatArray:
    """Return how alike in worth prompts are before any vote, 1 on the diagonal, shape (K, K).

    The neural tangent kernel of a network with one hidden layer of rectifiers (A. Jacot et al.,
    "Neural Tangent Kernel", 2018), and a share of each prompt's own.

    Args:
        prompts: How many there are.
        features: A unit vector per prompt, shape (K, d); None makes all of them strangers.
    """
    own = np.eye(prompts)
    if features is None:
        return own
    cosine = np.clip(features @ features.T, -1.0, 1.0)
    angle = np.pi - np.arccos(cosine)
    shared = (2.0 * cosine * angle + np.sqrt(1.0 - cosine**2)) / (2.0 * np.pi)
    np.fill_diagonal(shared, 1.0)
    return np.asarray((1.0 - OWN) * shared + OWN * own)


def believe(alike: FloatArray, ballots: Ballots) -> Belief:
    """Return the posterior given votes, by Laplace's method in function space.

    The scale of the kernel is the one that makes the votes likeliest.

    Args:
        alike: The kernel at scale 1, shape (K, K).
        ballots: The votes; a tie is half a win of either.
    """
    if not len(ballots):
        return Belief(np.zeros(len(alike)), alike)
    found = [_fit(scale * alike, ballots) for scale in _SCALES]
    return max(found, key=lambda each: each[1])[0]


def _fit(prior: FloatArray, ballots: Ballots) -> tuple[Belief, float]:
    """Return the posterior under one prior, and the logarithm of the evidence."""
    size = len(prior)
    left, right, weight = ballots.left, ballots.right, ballots.weight
    won = (ballots.outcome + 1) / 2.0
    worth: FloatArray = np.zeros(size)
    dual, system = worth, np.eye(size)
    for _ in range(_STEPS):
        lead = worth[left] - worth[right]
        chance = 1.0 / (1.0 + np.exp(-lead))
        push, curve = weight * (won - chance), weight * chance * (1.0 - chance)
        gradient = np.zeros(size)
        np.add.at(gradient, left, push)
        np.add.at(gradient, right, -push)
        curvature = np.zeros((size, size))
        np.add.at(curvature, (left, left), curve)
        np.add.at(curvature, (right, right), curve)
        np.add.at(curvature, (left, right), -curve)
        np.add.at(curvature, (right, left), -curve)
        system = np.eye(size) + curvature @ prior
        dual = np.asarray(np.linalg.solve(system, curvature @ worth + gradient))
        moved: FloatArray = prior @ dual
        step = float(np.abs(moved - worth).max())
        worth = moved
        if step < _CLOSE:
            break
    covariance = prior @ np.linalg.solve(system, np.eye(size))
    covariance = (covariance + covariance.T) / 2.0
    lead = worth[left] - worth[right]
    likelihood = float(weight @ (won * lead - np.logaddexp(0.0, lead)))
    _, size_of = np.linalg.slogdet(system)
    return Belief(worth, covariance), likelihood - 0.5 * float(worth @ dual) - 0.5 * float(size_of)


def _awaited(history: History) -> Counter[Pair]:
    """Return the pairs that were asked and are not judged yet, as far as can be told."""
    asked = Counter((min(pair), max(pair)) for pair in history.recent)
    last = slice(-len(history.recent), None) if history.recent else slice(0, 0)
    votes = zip(history.ballots.left[last], history.ballots.right[last], strict=True)
    asked.subtract((int(min(pair)), int(max(pair))) for pair in votes)
    return +asked


def _challenges(belief: Belief, live: BoolArray) -> Iterator[Pair]:
    mean, covariance = belief.mean, belief.covariance
    variance = np.diag(covariance)
    index = np.flatnonzero(live)
    for leader in index[np.argsort(-mean[index], kind="stable")][:LEADERS]:
        spread = np.sqrt(np.maximum(variance + variance[leader] - 2 * covariance[leader], 0.0))
        bound = mean - mean[leader] + OPTIMISM * spread
        for other in index[np.argsort(-bound[index], kind="stable")]:
            if other != leader:
                yield int(leader), int(other)
