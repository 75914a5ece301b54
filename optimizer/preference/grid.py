"""Votes to posterior: fit at every point of the prior's grid and average."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.preference.ballots import Ballots
from optimizer.preference.core import WHOLE, core_of
from optimizer.preference.dense import DensePosterior
from optimizer.preference.evidence import weights_of
from optimizer.preference.expectations import Expectation, believing
from optimizer.preference.laplace import fits
from optimizer.preference.layer import Layer, mixed, moments
from optimizer.preference.newton import PATH_TOLERANCE, Fitting, Laplace
from optimizer.preference.pool import Pool
from optimizer.preference.posterior import Posterior, scaled
from optimizer.preference.prior import Hyper, PriorPoint, prior_grid
from optimizer.preference.reading import Reading, read_votes
from optimizer.preference.surroundings import with_surroundings

EFFECT_VARIANCE = 0.3
FEW_EXAMPLES = 10
# A fit with effects of examples costs the cube of the votes: .2 s with so many of them.
MOST_VOTES_APART = 250
# What an example adds to a prompt varies about twice as much as prompts do.
SAMPLING_VARIANCE = 2.0
NEGLIGIBLE = 1e-3


def fit(
    pool: Pool,
    ballots: Ballots,
    *,
    n_examples: int | None = None,
    beliefs: Sequence[Expectation] = (),
    points: Sequence[PriorPoint] | None = None,
    nu: float | None = None,
    tolerance: float = PATH_TOLERANCE,
    interest: Sequence[int] = (),
) -> Posterior:
    """Learn from all votes of people: the posterior averaged over the prior's grid.

    The result does not depend on the order of the votes. It is a pure function and may run on
    any thread; with 200 prompts it takes a fraction of a second, so not on the window's.

    Args:
        pool: the prompts.
        ballots: all votes in force (none voided); where several people voted, how each of them
            votes beside the others is learned as well (`manners`), and where examples were picked,
            how clearly these tell prompts apart (`discrimination`).
        n_examples: size of the tuning set. Below 10 the effect of a prompt on one example is
            modelled too, because the same few examples are seen again and again; from 10 on, and
            after 250 votes, only intervals of win rates allow for it (`sampling_share`).
        beliefs: what the person believed of some prompts beforehand.
        points: the prior's grid, or None for the one that suits the pool.
        nu: weight of ties, or None to find it.
        tolerance: largest last step of Newton's method, in logits.
        interest: prompts that matter most, the most important first; of a large pool they are
            fitted with whoever they met, and everybody else is placed around them (see `core`).

    Returns:
        The posterior over the pool.

    Raises:
        ValueError: if a vote names a prompt that is not in the pool.
    """
    if len(ballots) and max(ballots.left.max(), ballots.right.max()) >= len(pool):
        raise ValueError("a vote names a prompt outside the pool")
    if len(pool) > WHOLE and points is None:
        core = core_of(pool, ballots, interest, beliefs)
        fitted = fit(
            core.pool,
            core.ballots,
            n_examples=n_examples,
            beliefs=core.beliefs,
            points=prior_grid(core.pool),
            nu=nu,
            tolerance=tolerance,
        )
        return with_surroundings(fitted, core, pool, ballots)
    effect_variance = effect_of_examples(n_examples, len(ballots))
    apart = effect_variance > 0.0
    grid = believing(prior_grid(pool) if points is None else points, beliefs)

    how = Fitting(nu=nu, tolerance=tolerance, effect_variance=effect_variance)
    reading = read_votes(ballots, grid, how, by_example=apart)
    grid = tuple(grid[k] for k in reading.kept)
    found = fits(reading.cells, [point.gaussian for point in grid], how, reading.near)
    return average(grid, found, reading, votes=len(ballots), n_examples=n_examples)


def effect_of_examples(n_examples: int | None, votes: int) -> float:
    """Return the variance of a prompt's effect on one example that is modelled.

    Args:
        n_examples: size of the tuning set; None if examples never come back.
        votes: how many votes there are.
    """
    few = n_examples is not None and n_examples < FEW_EXAMPLES
    return EFFECT_VARIANCE if few and votes <= MOST_VOTES_APART else 0.0


def sampling_share(n_examples: int | None, votes: int) -> float:
    """Return what the choice of the tuning examples leaves open of a prompt's utility.

    However often prompts are compared on the same examples, the mean of what each of these adds to
    a prompt stays in it: the variance of the interaction by the number of examples (L. Cronbach,
    G. Gleser, H. Nanda, N. Rajaratnam, "The Dependability of Behavioral Measurements", 1972).

    Args:
        n_examples: size of the tuning set; None if examples never come back.
        votes: how many votes there are.

    Returns:
        A share of the variance among prompts; 0 where the effects of examples are modelled.
    """
    if n_examples is None or effect_of_examples(n_examples, votes) > 0.0:
        return 0.0
    return SAMPLING_VARIANCE / n_examples


def average(
    points: Sequence[PriorPoint],
    fits: Sequence[Laplace],
    reading: Reading,
    *,
    votes: int,
    n_examples: int | None,
) -> DensePosterior:
    """Mix fits by their evidence, keeping a normal layer per scale of utilities.

    Args:
        points: the grid.
        fits: one fit per point.
        reading: how the votes were read for them.
        votes: how many votes were learned from.
        n_examples: size of the tuning set.

    Returns:
        The averaged posterior.
    """
    weights = weights_of(points, fits)
    hypers = tuple(point.hyper for point in points)
    scales = sorted({hyper.scale for hyper in hypers})
    layers = []
    for scale in scales:
        members = [k for k, hyper in enumerate(hypers) if hyper.scale == scale]
        if weights[members].sum() > NEGLIGIBLE:
            layers.append(_layer(hypers, weights, fits, members))
    shared = scaled(layers)
    mean, covariance = mixed(shared)
    return DensePosterior(
        layers=shared,
        state_mean=mean,
        state_covariance=covariance,
        nu=float(weights @ np.array([fitted.nu for fitted in fits])),
        votes=votes,
        hypers=hypers,
        weights=weights,
        effect_variance=effect_of_examples(n_examples, votes),
        sampling_share=sampling_share(n_examples, votes),
        manners=reading.manners,
        discrimination=reading.discrimination,
    )


def _layer(
    hypers: Sequence[Hyper], weights: FloatArray, fits: Sequence[Laplace], members: list[int]
) -> Layer:
    """Mix the fits that share a scale."""
    total = float(weights[members].sum())
    shares = weights[members] / total
    mean, covariance = moments(
        shares.tolist(),
        [fits[k].mean for k in members],
        [fits[k].covariance for k in members],
    )
    drifts = np.array([hypers[k].drift for k in members])
    drift = float(shares @ drifts)
    steps = np.array([hypers[k].step_variance for k in members])
    return Layer(
        weight=total,
        mean=mean,
        covariance=covariance,
        drift=drift,
        step_variance=float(shares @ (steps + (drifts - drift) ** 2)),
        root_variance=hypers[members[0]].root_variance,
    )
