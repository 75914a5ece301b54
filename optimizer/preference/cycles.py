"""Is one order of the prompts even possible? If not, which mixture of prompts is never beaten?

A posterior over utilities assumes that preferences are transitive. The check compares the votes
with what that posterior itself would have produced (a posterior predictive check after A. Gelman,
X.-L. Meng, H. Stern, 1996); the maximal lottery (P. Fishburn, 1984) needs no order at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.preference.arrays import BoolArray, FloatArray
from optimizer.preference.ballots import Ballots, tally
from optimizer.preference.davidson import probabilities
from optimizer.preference.gaussian import cholesky
from optimizer.preference.posterior import Posterior

DRAWS = 400
SEED = 20261121
CYCLIC_BELOW = 0.05
# A pair's own votes count fully against the model's expectation once there are a few of them.
EXPECTED_WEIGHT = 4.0


@dataclass(frozen=True, slots=True)
class CycleTest:
    """Whether one order of the prompts explains the votes.

    Attributes:
        p_value: share of simulated vote sets that fit one order as badly as the real one.
        cyclic: whether the votes speak against any order (p below 0.05).
        cycle: the strongest cycle of three prompts, each winning against the next; None when
            no three prompts form one.
    """

    p_value: float
    cyclic: bool
    cycle: tuple[int, int, int] | None


def cycle_test(posterior: Posterior, ballots: Ballots, *, seed: int = SEED) -> CycleTest:
    """Test whether the votes contradict every order of the prompts.

    Args:
        posterior: fitted to these votes.
        ballots: the person's votes.
        seed: seed of the simulated votes.

    Returns:
        The test's result; without votes there is nothing against an order.
    """
    cells = tally(ballots, manners=posterior.manners, discrimination=posterior.discrimination)
    if len(cells) == 0:
        return CycleTest(1.0, False, None)
    rng = np.random.default_rng(seed)
    votes = cells.wins + cells.ties + cells.losses
    draws = _state_draws(posterior, rng)
    gap = cells.gain * (draws[:, cells.left] - draws[:, cells.right])
    d = gap + draws[:, [-1]] + cells.side
    left, tie, right = probabilities(d, posterior.nu * cells.ties_by)
    expected = left - right
    variance = np.maximum(left + right - expected**2, 1e-9)
    real = cells.wins - cells.losses
    whole = np.maximum(np.rint(votes).astype(np.int64), 1)
    chances = np.stack([left, tie, right], axis=-1)
    chances /= chances.sum(axis=-1, keepdims=True)
    simulated = rng.multinomial(np.broadcast_to(whole, d.shape), chances)
    margin = simulated[..., 0] - simulated[..., 2]
    misfit = np.sum((real - votes * expected) ** 2 / (votes * variance), axis=1)
    usual = np.sum((margin - whole * expected) ** 2 / (whole * variance), axis=1)
    p_value = float(np.mean(usual >= misfit))
    return CycleTest(p_value, p_value < CYCLIC_BELOW, _strongest_cycle(margins(posterior, ballots)))


def margins(posterior: Posterior, ballots: Ballots) -> FloatArray:
    """Return by how much each prompt wins against each other one, votes first.

    Args:
        posterior: gives what is expected of pairs with few votes or none.
        ballots: the person's votes.

    Returns:
        Antisymmetric, shape (K, K), from -1 to 1: P(row wins) - P(column wins).
    """
    size = len(posterior)
    spread = posterior.mean[:, None] - posterior.mean[None, :]
    left, _, right = probabilities(spread, posterior.nu)
    net, games = np.zeros((size, size)), np.zeros((size, size))
    np.add.at(net, (ballots.left, ballots.right), ballots.weight * ballots.outcome)
    np.add.at(games, (ballots.left, ballots.right), ballots.weight)
    net, games = net - net.T, games + games.T
    return np.asarray((net + EXPECTED_WEIGHT * (left - right)) / (games + EXPECTED_WEIGHT))


def maximal_lottery(margin: FloatArray, live: BoolArray | None = None) -> FloatArray:
    """Find the mixture of prompts that no prompt beats on average.

    Args:
        margin: antisymmetric, shape (K, K), as `margins` returns it.
        live: mask of prompts that may take part, shape (K,); None for all.

    Returns:
        Probabilities, shape (K,); all on one prompt when that one beats every other.
    """
    from scipy.optimize import linprog

    index = np.arange(len(margin)) if live is None else np.flatnonzero(live)
    game = margin[np.ix_(index, index)]
    size = len(index)
    # Maximise the worst case v of p' game, with p a distribution.
    solved = linprog(
        c=np.append(np.zeros(size), -1.0),
        A_ub=np.column_stack([-game.T, np.ones(size)]),
        b_ub=np.zeros(size),
        A_eq=np.append(np.ones(size), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0.0, 1.0)] * size + [(None, None)],
        method="highs",
    )
    lottery = np.zeros(len(margin))
    lottery[index] = np.maximum(solved.x[:size], 0.0)
    return np.asarray(lottery / lottery.sum())


def _state_draws(posterior: Posterior, rng: np.random.Generator) -> FloatArray:
    factor = cholesky(posterior.state_covariance)
    noise = rng.standard_normal((DRAWS, len(posterior) + 1))
    return np.asarray(posterior.state_mean + noise @ factor.T)


def _strongest_cycle(margin: FloatArray) -> tuple[int, int, int] | None:
    """Return i, j, k with the largest least margin of i over j, j over k, k over i."""
    size = len(margin)
    best, found = 0.0, None
    for first in range(size):
        # least[j, k] of the three margins of the cycle first -> j -> k -> first.
        least = np.minimum(np.minimum(margin[first][:, None], margin), margin[:, first][None, :])
        place = int(np.argmax(least))
        if least.flat[place] > best + 1e-12:
            best = float(least.flat[place])
            found = (first, place // size, place % size)
    return found
