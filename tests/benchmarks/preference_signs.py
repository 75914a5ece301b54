"""What is a vote worth when the person also says how clearly, or takes long over it?

A simulated person perceives each difference with noise, calls what is near nought a tie and what is
less near "slightly", and is quick where much is seen. The same votes are learned from with several
weights. Pairs are drawn at random, so that all weights meet the same votes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimizer.preference import Ballot, Ballots, fit, recommended
from optimizer.preference.arrays import FloatArray
from tests.benchmarks.worlds import EXAMPLES, World, flat_world

CHECKPOINTS = (20, 50, 100)
PROMPTS = 30
_TIE, _SLIGHT = 0.35, 1.6  # perceived differences below these: 12 and 35 of 100 votes
_SEED_OF_WORLDS = 5000


@dataclass(frozen=True)
class SignedVote:
    """A vote and what came with it.

    Attributes:
        ballot: the vote, of weight 1.
        slight: whether the person said "slightly".
        haste: how quick it was among the person's votes, a standard normal variable, by how
            strongly haste goes with what is perceived (correlations of `TIMES`).
    """

    ballot: Ballot
    slight: bool
    haste: dict[float, float]


TIMES = (0.2, 0.4, 0.6)
Weigh = Callable[[SignedVote], float]


def _by_strength(slight: float, clear: float) -> Weigh:
    def weigh(vote: SignedVote) -> float:
        if vote.ballot.outcome == 0:
            return 1.0
        return slight if vote.slight else clear

    return weigh


def _by_haste(correlation: float) -> Weigh:
    def weigh(vote: SignedVote) -> float:
        if vote.ballot.outcome == 0:
            return 1.0
        return float(np.clip(1.0 + 0.4 * vote.haste[correlation], 0.3, 1.7))

    return weigh


WEIGHTS: dict[str, Weigh] = {
    "all alike": _by_strength(1.0, 1.0),
    "slightly .3": _by_strength(0.3, 1.0),
    "slightly .5": _by_strength(0.5, 1.0),
    "slightly .7": _by_strength(0.7, 1.0),
    "slightly .5, clearly 1.25": _by_strength(0.5, 1.25),
    **{f"by haste, correlation {rho:g}": _by_haste(rho) for rho in TIMES},
}


def measure(seeds: int) -> None:
    """Print how near each weighting comes to the truth.

    Args:
        seeds: how many worlds.
    """
    found = np.array([_played(seed) for seed in range(seeds)])
    print("| votes | weights | correlation with the truth | se of the gain | regret | coverage |")
    print("|---|---|---|---|---|---|")
    for place, votes in enumerate(CHECKPOINTS):
        for k, name in enumerate(WEIGHTS):
            near, regret, coverage = found[:, place, k].mean(axis=0)
            gain = found[:, place, k, 0] - found[:, place, 0, 0]
            error = gain.std() / np.sqrt(seeds)
            print(
                f"| {votes} | {name} | {near:.3f} ({gain.mean():+.3f}) | {error:.3f} "
                f"| {regret:.3f} | {coverage:.2f} |"
            )


def _played(seed: int) -> FloatArray:
    """Return correlation, regret and coverage, shape (checkpoints, weights, 3)."""
    world = flat_world(PROMPTS, 0.75, 0.5, _SEED_OF_WORLDS + seed)
    rng = np.random.default_rng([seed, 9])
    votes = [_cast(world, rng) for _ in range(CHECKPOINTS[-1])]
    return np.array(
        [
            [_told(world, votes[:count], weigh) for weigh in WEIGHTS.values()]
            for count in CHECKPOINTS
        ]
    )


def _cast(world: World, rng: np.random.Generator) -> SignedVote:
    left, right = (int(k) for k in rng.choice(PROMPTS, 2, replace=False))
    example = int(rng.integers(EXAMPLES))
    person = world.person
    seen = world.margin(left, right, example) + person.side + float(rng.logistic())
    outcome = 0 if abs(seen) < _TIE else int(np.sign(seen))
    slight = abs(seen) < _SLIGHT
    if rng.random() < person.careless:
        outcome, slight = int(rng.integers(-1, 2)), bool(rng.random() < 0.5)
    # About normal: the logarithm of |logistic| has mean -0.1 and standard deviation 1.2.
    clear, noise = (np.log(abs(seen) + 1e-9) - 0.1) / 1.2, float(rng.standard_normal())
    haste = {rho: float(rho * clear + np.sqrt(1.0 - rho**2) * noise) for rho in TIMES}
    return SignedVote(Ballot(left, right, outcome, example=example), slight, haste)


def _told(world: World, votes: list[SignedVote], weigh: Weigh) -> tuple[float, float, float]:
    ballots = Ballots.of([vote.ballot._replace(weight=weigh(vote)) for vote in votes])
    posterior = fit(world.pool, ballots, n_examples=EXAMPLES)
    mean, spread = posterior.mean[:PROMPTS], posterior.covariance[:PROMPTS, :PROMPTS]
    first, second = np.triu_indices(PROMPTS, 1)
    truth = world.marginal(world.utilities[first] - world.utilities[second])
    own = np.diag(spread)
    deviation = np.sqrt(own[first] + own[second] - 2.0 * spread[first, second])
    inside = np.abs(mean[first] - mean[second] - truth) < 1.645 * deviation
    near = float(np.corrcoef(mean, world.utilities)[0, 1])
    return near, world.regret(recommended(posterior)), float(inside.mean())
