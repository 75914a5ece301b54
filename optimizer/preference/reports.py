"""What the posterior says to the person: recommendation, win rates, and whether to go on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from optimizer.preference.arrays import BoolArray, FloatArray
from optimizer.preference.normal import cumulative
from optimizer.preference.posterior import Posterior

DRAWS = 512
SEED = 20261121
Z90 = 1.645
# Up to this share of votes is careless (F. Wichmann, N. Hill, "The Psychometric Function: I.
# Fitting, Sampling, and Goodness of Fit", 2001). How large it is stays unknown.
CARELESS = 0.06
QUANTILE_STEPS = 25
MIN_VOTES = 10
GOOD_REGRET = 0.2
SURE = 0.9
ALIKE_REGRET = 0.1
ALIKE_VOTES = 30


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """Chances over the live prompts.

    Attributes:
        p_best: per prompt the probability of being the best live one, 0 when not live, shape (K,).
        regret: how much better the best live prompt is expected to be than the recommended one,
            in logits.
    """

    p_best: FloatArray
    regret: float


class Advised(Enum):
    """What the person is advised to do; it never blocks anything."""

    TOO_FEW_VOTES = "too few votes"
    KEEP_VOTING = "keep voting"
    GOOD_ENOUGH = "good enough"
    NOTHING_TO_LEARN = "nothing to learn"


@dataclass(frozen=True, slots=True)
class AdviceFigures:
    """The verdict with the figures that it rests on.

    Attributes:
        verdict: what to do.
        recommended: index of the recommended prompt.
        votes: how many votes were learned from.
        regret: expected regret of the recommended prompt, in logits.
        p_beats_baseline: probability that it is better than the start prompt; 0.5 when it is
            the start prompt.
        win_rate: its win rate against the start prompt.
    """

    verdict: Advised
    recommended: int
    votes: int
    regret: float
    p_beats_baseline: float
    win_rate: Estimate


def recommended(posterior: Posterior, live: BoolArray | None = None) -> int:
    """Return the index of the live prompt with the largest mean utility.

    Args:
        posterior: what is believed.
        live: mask of the prompts that may be recommended, shape (K,); None for all.

    Returns:
        The index of a prompt.

    Raises:
        ValueError: if no prompt is live.
    """
    mask = _mask(posterior, live)
    return int(np.argmax(np.where(mask, posterior.mean, -np.inf)))


def p_beats(posterior: Posterior, a: int, b: int) -> float:
    """Return the probability that prompt a is better than b; 0.5 for the same prompt.

    Args:
        posterior: what is believed.
        a: index of a prompt.
        b: index of another one.
    """
    if a == b:
        return 0.5
    weights, means, deviations = posterior.gaps(b)
    return float(weights @ cumulative(means[:, a] / np.maximum(deviations[:, a], 1e-12)))


def win_rate(posterior: Posterior, a: int, b: int) -> Estimate:
    """Return the share of random examples on which a is expected to win against b.

    Args:
        posterior: what is believed.
        a: index of a prompt.
        b: index of another one.

    Returns:
        The share with its 90 % interval.
    """
    value, low, high = win_rates(posterior, b)
    return Estimate(float(value[a]), float(low[a]), float(high[a]))


def win_rates(posterior: Posterior, baseline: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the win rate of every prompt against one, with its 90 % interval.

    The interval allows for new examples, and for careless votes, which draw a rate to a half.

    Args:
        posterior: what is believed.
        baseline: index of the prompt that all others are compared with.

    Returns:
        Value, low and high, each of shape (K,).
    """
    weights, means, deviations = posterior.gaps(baseline)
    middle = posterior.mean - posterior.mean[baseline]
    low = _quantile(weights, means, deviations, 0.05)
    high = _quantile(weights, means, deviations, 0.95)
    low, high = np.minimum(low, middle), np.maximum(high, middle)
    value, low, high = logistic(middle), logistic(low), logistic(high)
    return value, np.minimum(low, _with_careless(low)), np.maximum(high, _with_careless(high))


def _with_careless(rates: FloatArray) -> FloatArray:
    """Return what win rates become when as many votes are careless as may be."""
    return np.asarray((1.0 - CARELESS) * rates + CARELESS / 2.0)


def _quantile(
    weights: FloatArray, means: FloatArray, deviations: FloatArray, level: float
) -> FloatArray:
    """Return each prompt's quantile of a mixture of normal distributions, by bisection."""
    z = Z90 if level > 0.5 else -Z90
    ends = means + z * deviations
    low, high = ends.min(axis=0), ends.max(axis=0)
    scale = np.maximum(deviations, 1e-12)
    for _ in range(QUANTILE_STEPS):
        middle = (low + high) / 2.0
        below = weights @ cumulative((middle - means) / scale)
        low = np.where(below < level, middle, low)
        high = np.where(below < level, high, middle)
    return np.asarray((low + high) / 2.0)


def standing(
    posterior: Posterior, live: BoolArray | None = None, *, seed: int = SEED, count: int = DRAWS
) -> Chances:
    """Estimate each live prompt's chance of being best, and the expected regret.

    Args:
        posterior: what is believed.
        live: mask of live prompts, shape (K,); None for all.
        seed: the same seed gives the same figures.
        count: how many draws.

    Returns:
        The figures of `Chances`.
    """
    mask = _mask(posterior, live)
    index = np.flatnonzero(mask)
    draws = posterior.draws(np.random.default_rng(seed), count, index)
    best = np.bincount(np.argmax(draws, axis=1), minlength=len(index)) / count
    p_best = np.zeros(len(posterior))
    p_best[index] = best
    chosen = int(np.argmax(posterior.mean[index]))
    # The same as mean(max f) - max(mu), with less noise: the chosen one's own draws cancel.
    regret = float(np.mean(draws.max(axis=1) - draws[:, chosen]))
    return Chances(p_best=p_best, regret=regret)


def p_best(posterior: Posterior, live: BoolArray | None = None, *, seed: int = SEED) -> FloatArray:
    """Return each prompt's probability of being the best live one, shape (K,).

    Args:
        posterior: what is believed.
        live: mask of live prompts, shape (K,); None for all.
        seed: seed of the draws.
    """
    return standing(posterior, live, seed=seed).p_best


def expected_regret(
    posterior: Posterior, live: BoolArray | None = None, *, seed: int = SEED
) -> float:
    """Return by how many logits the best live prompt is expected to beat the recommended one.

    Args:
        posterior: what is believed.
        live: mask of live prompts, shape (K,); None for all.
        seed: seed of the draws.
    """
    return standing(posterior, live, seed=seed).regret


def advice(
    posterior: Posterior,
    live: BoolArray | None = None,
    *,
    baseline: int = 0,
    pairs_left: bool = True,
    seed: int = SEED,
) -> AdviceFigures:
    """Advise whether to go on voting.

    Args:
        posterior: what is believed.
        live: mask of live prompts, shape (K,); None for all.
        baseline: index of the start prompt.
        pairs_left: whether any two live prompts still have an example to be compared on.
        seed: seed of the draws behind the figures.

    Returns:
        The verdict and its figures. NOTHING_TO_LEARN means that more votes on this pool will not
        change much: no pairs are left, the prompts are too alike to tell apart, or the start
        prompt itself is as good as any.
    """
    mask = _mask(posterior, live)
    best = recommended(posterior, mask)
    regret = expected_regret(posterior, mask, seed=seed)
    beats = p_beats(posterior, best, baseline)
    if mask.sum() < 2 or not pairs_left:
        verdict = Advised.NOTHING_TO_LEARN
    elif posterior.votes < MIN_VOTES:
        verdict = Advised.TOO_FEW_VOTES
    elif regret < GOOD_REGRET and beats > SURE:
        verdict = Advised.GOOD_ENOUGH
    elif posterior.votes >= ALIKE_VOTES and regret < (
        GOOD_REGRET if best == baseline else ALIKE_REGRET
    ):
        verdict = Advised.NOTHING_TO_LEARN
    else:
        verdict = Advised.KEEP_VOTING
    return AdviceFigures(
        verdict=verdict,
        recommended=best,
        votes=posterior.votes,
        regret=regret,
        p_beats_baseline=beats,
        win_rate=win_rate(posterior, best, baseline),
    )


def _mask(posterior: Posterior, live: BoolArray | None) -> BoolArray:
    mask = np.ones(len(posterior), dtype=bool) if live is None else np.asarray(live, dtype=bool)
    if not mask.any():
        raise ValueError("no prompt is live")
    return mask


def logistic(logits: FloatArray) -> FloatArray:
    """Return the win rates that differences of utility in logits mean, of the same shape."""
    return np.asarray(0.5 * (1.0 + np.tanh(np.asarray(logits) / 2.0)))
