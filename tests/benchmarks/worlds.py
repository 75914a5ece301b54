"""Simulated worlds with known best prompts, and the simulated person who votes in them.

All randomness of a world comes from its seed, so that rules are compared on the same worlds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from optimizer.preference import Ballot, Ballots, Pool
from optimizer.preference.davidson import probabilities

EXAMPLES = 40
# Standard deviation of a prompt's effect on one example, in gaps between best and median.
EFFECT_SHARE = 0.56


@dataclass(frozen=True)
class Person:
    """Votes by Davidson's model, favours the left side a little and is sometimes careless."""

    nu: float = 0.4
    careless: float = 0.05
    side: float = 0.3

    def vote(self, difference: float, rng: np.random.Generator) -> int:
        """Return +1, 0 or -1 for utilities that differ by this much on the example shown."""
        if rng.random() < self.careless:
            return int(rng.integers(-1, 2))
        d = difference + self.side
        weights = np.array([np.exp(d / 2), self.nu, np.exp(-d / 2)])
        return int(rng.choice(3, p=weights / weights.sum()) * -1 + 1)


@lru_cache(maxsize=64)
def _curve(spread: float, careless: float) -> tuple[np.ndarray, np.ndarray]:
    """Tabulate marginal logits against differences, for effects of examples of this spread."""
    grid = np.linspace(-14.0, 14.0, 1401)
    nodes, weights = np.polynomial.hermite_e.hermegauss(41)
    d = grid[:, None] + spread * nodes
    share = (0.5 * (1.0 + np.tanh(d / 2.0))) @ (weights / weights.sum())
    share = (1.0 - careless) * share + careless / 2.0
    return grid, np.log(share / (1.0 - share))


@dataclass
class World:
    """Prompts with true utilities, their effects on examples, and the person.

    Attributes:
        utilities: true utility of every prompt, shape (K,).
        effects: what each example adds to each prompt, shape (K, 40).
        effect_deviation: standard deviation behind `effects`.
        pool: the prompts as the preference model sees them.
        errors: what a measurement of each output adds to its worth, in standard deviations,
            shape (K, 40).
    """

    utilities: np.ndarray
    effects: np.ndarray
    effect_deviation: float
    pool: Pool
    errors: np.ndarray
    person: Person = field(default_factory=Person)
    proxy_correlation: float = 0.6
    _log_scale: tuple[float, float] | None = None

    def vote(self, left: int, right: int, example: int, rng: np.random.Generator) -> Ballot:
        """Let the person judge one duel."""
        outcome = self.person.vote(self.margin(left, right, example), rng)
        return Ballot(left, right, outcome, example=example)

    def margin(self, left: int, right: int, example: int) -> float:
        """Return the true difference of two prompts on one example."""
        gap = self.utilities[left] - self.utilities[right]
        return float(gap + self.effects[left, example] - self.effects[right, example])

    def marginal(self, difference: np.ndarray) -> np.ndarray:
        """Turn true differences into logits of the share of wins over random examples."""
        spread = round(float(np.sqrt(2.0) * self.effect_deviation), 9)
        grid, logits = _curve(spread, self.person.careless)
        return np.asarray(np.interp(difference, grid, logits))

    def seen_difference(
        self, left: int, right: int, example: int, rng: np.random.Generator
    ) -> float:
        """Return a noisy sign of how far two outputs differ, of known log-correlation."""
        if self._log_scale is None:
            self._log_scale = self._scale_of_logs()
        centre, spread = self._log_scale
        true = (np.log(abs(self.margin(left, right, example)) + 1e-9) - centre) / spread
        rho = self.proxy_correlation
        return float(np.exp(rho * true + np.sqrt(1.0 - rho**2) * rng.standard_normal()))

    def measured_difference(self, left: int, right: int, example: int) -> float:
        """Return how far two outputs differ when each is measured with an error of its own.

        So a judge's margin or the distance of two embeddings comes about. Logarithms of two
        normal numbers of correlation r have the correlation (2 asin(r) / pi)^2, which is
        `proxy_correlation` here as well.
        """
        r = np.sin(np.pi / 2.0 * np.sqrt(self.proxy_correlation))
        spread = np.sqrt(self.utilities.var() + self.effect_deviation**2)
        error = self.errors[left, example] - self.errors[right, example]
        return float(abs(self.margin(left, right, example) + spread * np.sqrt(r**-2 - 1) * error))

    def _scale_of_logs(self) -> tuple[float, float]:
        rng = np.random.default_rng(0)
        size = len(self.utilities)
        left = rng.integers(size, size=2000)
        right = (left + rng.integers(1, size, size=2000)) % size
        example = rng.integers(EXAMPLES, size=2000)
        gap = self.utilities[left] - self.utilities[right]
        gap += self.effects[left, example] - self.effects[right, example]
        logs = np.log(np.abs(gap) + 1e-9)
        return float(logs.mean()), float(logs.std())

    @property
    def gap(self) -> float:
        """True difference between the best and the median prompt."""
        return float(self.utilities.max() - np.median(self.utilities))

    def regret(self, recommended: int) -> float:
        """Return (best - recommended) / (best - median): 0 is best, 1 the median."""
        return float((self.utilities.max() - self.utilities[recommended]) / self.gap)


def flat_world(size: int, p: float, share: float, seed: int) -> World:
    """Draw a fixed pool.

    Args:
        size: number of prompts K.
        p: share of random examples on which the best prompt beats the median one.
        share: share of the utilities' variance that the features can explain.
        seed: the world's seed.

    Returns:
        A world whose pool carries 32 noisy features per prompt.
    """
    rng = np.random.default_rng([seed, size, int(1000 * p), int(1000 * share)])
    hidden = rng.standard_normal((size, 5))
    apart = np.linalg.norm(hidden[:, None] - hidden[None], axis=-1)
    length = np.median(apart[np.triu_indices(size, 1)])
    alike = np.exp(-(apart**2) / (2 * length**2)) + 1e-9 * np.eye(size)
    smooth = np.linalg.cholesky(alike) @ rng.standard_normal(size)
    utilities = np.sqrt(share) * smooth + np.sqrt(1 - share) * rng.standard_normal(size)
    gap = _gap_for(p)
    utilities = (utilities - np.median(utilities)) / (utilities.max() - np.median(utilities)) * gap
    deviation = EFFECT_SHARE * gap
    features = hidden @ rng.standard_normal((5, 32)) / np.sqrt(5)
    features += 0.5 * rng.standard_normal(features.shape)
    effects = deviation * rng.standard_normal((size, EXAMPLES))
    return World(
        utilities=utilities,
        effects=effects,
        effect_deviation=deviation,
        pool=Pool.flat(size, features),
        errors=rng.standard_normal((size, EXAMPLES)),
    )


@lru_cache(maxsize=8)
def _gap_for(p: float) -> float:
    """Return the gap at which the person prefers the best prompt on a share p of examples.

    Ties count half, and the person's careless votes are included.
    """
    low, high = 0.0, 8.0
    person = Person()
    nodes, weights = np.polynomial.hermite_e.hermegauss(41)
    for _ in range(60):
        middle = (low + high) / 2
        d = middle * (1.0 + np.sqrt(2.0) * EFFECT_SHARE * nodes)
        won, tied, _ = probabilities(d, person.nu)
        share = float(np.sum(weights / weights.sum() * (won + tied / 2.0)))
        share = (1.0 - person.careless) * share + person.careless / 2.0
        low, high = (middle, high) if share < p else (low, middle)
    return (low + high) / 2


@dataclass
class GrowingWorld:
    """A pool that grows by mutation; the k-th child's step is the same for every rule."""

    drift: float
    seed: int
    step: float = 0.5
    effect_deviation: float = 0.5
    roots: int = 1
    first_children: int = 3

    def start(self) -> World:
        """Return the world with the start prompt and its first three children."""
        rng = np.random.default_rng([self.seed, 77])
        world = World(
            utilities=np.zeros(1),
            effects=self.effect_deviation * rng.standard_normal((1, EXAMPLES)),
            effect_deviation=self.effect_deviation,
            pool=Pool.flat(1),
            errors=rng.standard_normal((1, EXAMPLES)),
        )
        for _ in range(self.first_children):
            self.grow(world, 0)
        return world

    def grow(self, world: World, parent: int) -> int:
        """Add a child of a prompt to the world and return its index."""
        child = len(world.utilities)
        rng = np.random.default_rng([self.seed, 78, child])
        step = self.drift + self.step * rng.standard_normal()
        effects = self.effect_deviation * rng.standard_normal(EXAMPLES)
        world.utilities = np.append(world.utilities, world.utilities[parent] + step)
        world.effects = np.vstack([world.effects, effects])
        world.errors = np.vstack([world.errors, rng.standard_normal(EXAMPLES)])
        world.pool = Pool(parents=(*world.pool.parents, (parent,)))
        return child

    def oracle_gain(self, births: int) -> float:
        """Return the gain when every pair of children is born of the truly best prompt."""
        world = self.start()
        for birth in range(births):
            if birth % 2 == 0:
                parent = int(np.argmax(world.utilities))
            self.grow(world, parent)
        return float(world.utilities.max())


@dataclass(frozen=True)
class Judge:
    """A judge whose taste agrees with the person's so far, and who likes length."""

    utilities: np.ndarray
    length: np.ndarray
    ballots: Ballots


def judge_of(
    world: World,
    agreement: float,
    bias: float,
    seed: int,
    votes: int = 1000,
    *,
    same_answers: bool = False,
) -> Judge:
    """Draw a judge and its votes on random pairs and examples.

    Args:
        world: the world whose prompts it judges.
        agreement: correlation of its taste with the person's.
        bias: strength of its liking of length, in standard deviations of its taste.
        seed: the judge's seed.
        votes: how many votes it casts.
        same_answers: whether it judges the very answers that the person sees, so that what it
            thinks of a single answer goes with what the person thinks as its taste does; else
            its examples have effects of their own.

    Returns:
        The judge with its votes.
    """
    rng = np.random.default_rng([seed, 99])
    size = len(world.utilities)
    spread = float(world.utilities.std())
    taste = (world.utilities - world.utilities.mean()) / spread
    own, length = rng.standard_normal(size), rng.standard_normal(size)
    length = (length - length.mean()) / length.std()
    mixed = agreement * taste + np.sqrt(1 - agreement**2) * own + bias * length
    utilities = spread * mixed
    person = Person(careless=0.02, side=0.2)
    effects = np.zeros_like(world.effects)
    if same_answers:
        effects = agreement * world.effects + np.sqrt(1 - agreement**2) * (
            world.effect_deviation * rng.standard_normal(effects.shape)
        )
    ballots = []
    for _ in range(votes):
        left, right = (int(k) for k in rng.choice(size, 2, replace=False))
        example = int(rng.integers(EXAMPLES))
        gap = utilities[left] - utilities[right]
        if same_answers:
            gap += effects[left, example] - effects[right, example]
        else:
            gap += world.effect_deviation * np.sqrt(2.0) * rng.standard_normal()
        outcome = person.vote(gap, rng)
        if outcome:
            ballots.append(Ballot(left, right, outcome, example=example))
    return Judge(utilities, length, Ballots.of(ballots))
