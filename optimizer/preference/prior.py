"""What is believed of the prompts before any vote: lineage, likeness, or nothing.

Each point of a grid of hyperparameters is one normal prior over all utilities. They are never
chosen among: the posterior is averaged over the grid (`grid`).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from optimizer.preference.gaussian import Gaussian, cholesky, inverse
from optimizer.preference.likeness import Shares, correlation
from optimizer.preference.pool import Pool

FLAT_SCALES = (0.2, 0.35, 0.6, 1.0, 1.7, 2.9)
# The scale that is expected of prompts that were written apart, and how it falls with the lead of
# the best: found in simulated pools of 10 to 200 prompts, so that predicted regret is the real one.
FLAT_SCALE, LEAD_POWER = 1.5, 1.5
# Of so few prompts, or fewer, the lead says no more of the scale.
FEW_PROMPTS = 6
# How far a scale may be from what is expected, in logarithms: of prompts written apart, whose
# tasks may be all alike to a person or worlds apart, less is known than of children's steps.
FLAT_SPREAD = 0.7
LINEAGE_CENTRE, LINEAGE_SPREAD = 0.7, 0.6
LINEAGE_SCALES = (0.35, 0.6, 1.0)
STEP_SHARES = (0.3, 1.0)
DRIFTS = (-0.5, -0.2, 0.1)
# By how much likeness explains: that of the prompts' features, and that of their outputs' looks.
NEITHER: tuple[Shares, ...] = ((0.0, 0.0),)
FEATURE_SHARES = ((0.45, 0.0), (0.9, 0.0))
# Looks are a handful of numbers: that they were all that counts would be a lot to say of prompts.
LOOK_SHARES = ((0.0, 0.3), (0.0, 0.6))
BOTH_SHARES = ((0.45, 0.3),)
# With lineage the roots are few: a coarser look at their likeness keeps the grid small.
ROOT_FEATURE_SHARES = ((0.9, 0.0),)
ROOT_LOOK_SHARES = ((0.0, 0.6),)


@dataclass(frozen=True, slots=True)
class Hyper:
    """One setting of the prior's hyperparameters.

    Attributes:
        scale: standard deviation s of a root's utility, in logits.
        step_share: rho of the lineage prior, variance of one step divided by s^2.
        drift: delta, mean change of utility from parent to child.
        feature_share: share of a root's variance that likeness of features explains.
        look_share: share of it that likeness of outputs' looks explains.
        agreement: per further rater, how far its taste agrees with the person's, 0 to 1.
    """

    scale: float
    step_share: float = 1.0
    drift: float = 0.0
    feature_share: float = 0.0
    look_share: float = 0.0
    agreement: tuple[float, ...] = ()

    @property
    def step_variance(self) -> float:
        """Variance of the change from parent to child."""
        return self.step_share * self.scale**2

    @property
    def root_variance(self) -> float:
        """Variance of a root's utility."""
        return self.scale**2

    def log_prior(self, centre: float, spread: float) -> float:
        """Return the log-weight of this setting before any vote, up to a constant.

        Args:
            centre: the scale that is expected most.
            spread: standard deviation of the scale's logarithm.
        """
        away = np.log(self.scale / centre) / spread
        return float(-0.5 * (away**2 + (self.drift / 0.3) ** 2))


@dataclass(frozen=True, slots=True, eq=False)
class PriorPoint:
    """A setting of the hyperparameters with the normal prior that it stands for."""

    hyper: Hyper
    log_weight: float
    gaussian: Gaussian


def prior_grid(pool: Pool) -> tuple[PriorPoint, ...]:
    """Build the grid of priors that suits a pool.

    Args:
        pool: the prompts; lineage is used where there is any, features and looks where known.

    Returns:
        For a plain pool 6 points, with features or looks 18, with both 36; with lineage 18, with
        features or looks of the roots 36, with both 54.
    """
    if pool.grows:
        return _lineage_grid(pool)
    points = []
    zero, centre = np.zeros(len(pool)), flat_centre(len(pool))
    for shares in _shares(pool, FEATURE_SHARES, LOOK_SHARES, BOTH_SHARES):
        unit = Gaussian.of(zero, correlation(pool, shares))
        for scale in FLAT_SCALES:
            hyper = Hyper(scale, feature_share=shares[0], look_share=shares[1])
            weight = hyper.log_prior(centre, FLAT_SPREAD)
            points.append(PriorPoint(hyper, weight, unit.scaled(scale**2, zero)))
    return tuple(points)


def flat_centre(size: int) -> float:
    """Return the scale that is expected most of prompts that were written apart.

    What is known beforehand is about how far the best leads the middle one, and that is no more in
    a large pool than in a small one. The more prompts there are, the more deviations this lead
    spans: the largest of n draws is expected at the quantile (n - 3/8) / (n + 1/4) (G. Blom,
    "Statistical Estimates and Transformed Beta-Variables", 1958).

    Args:
        size: how many prompts there are.

    Returns:
        A standard deviation of utilities, in logits.
    """
    count = max(size, FEW_PROMPTS)
    lead = NormalDist().inv_cdf((count - 0.375) / (count + 0.25))
    return float(FLAT_SCALE / lead**LEAD_POWER)


def _shares(
    pool: Pool,
    by_features: tuple[Shares, ...],
    by_looks: tuple[Shares, ...],
    by_both: tuple[Shares, ...] = (),
) -> tuple[Shares, ...]:
    """Return the shares of likeness that are worth a try, by what is known of a pool."""
    looks = pool.looks is not None and bool(np.any(~np.isnan(pool.looks)))
    features = pool.features is not None
    found = NEITHER + (by_features if features else ()) + (by_looks if looks else ())
    return found + (by_both if features and looks else ())


def prior_at(pool: Pool, hyper: Hyper) -> Gaussian:
    """Return the normal prior at one setting of the hyperparameters.

    Args:
        pool: the prompts.
        hyper: the setting.

    Returns:
        Mean and covariance over the pool's prompts.
    """
    shares = (hyper.feature_share, hyper.look_share)
    if pool.grows:
        unit = lineage_correlation(pool, hyper.step_share, shares)
        return unit.scaled(hyper.root_variance, hyper.drift * pool.depth())
    zero = np.zeros(len(pool))
    return Gaussian.of(zero, correlation(pool, shares)).scaled(hyper.root_variance, zero)


def _lineage_grid(pool: Pool) -> tuple[PriorPoint, ...]:
    depth = pool.depth()
    points = []
    for shares in _shares(pool, ROOT_FEATURE_SHARES, ROOT_LOOK_SHARES):
        for step_share in STEP_SHARES:
            unit = lineage_correlation(pool, step_share, shares)
            for scale in LINEAGE_SCALES:
                for drift in DRIFTS:
                    hyper = Hyper(scale, step_share, drift, *shares)
                    gaussian = unit.scaled(scale**2, drift * depth)
                    weight = hyper.log_prior(LINEAGE_CENTRE, LINEAGE_SPREAD)
                    points.append(PriorPoint(hyper, weight, gaussian))
    return tuple(points)


def lineage_correlation(pool: Pool, step_share: float, shares: Shares = (0.0, 0.0)) -> Gaussian:
    """Build the lineage prior for s = 1 and no drift.

    A child is its parent (or the mean of two parents) plus an independent step of variance
    `step_share`; roots have variance 1 and may be alike by their features and looks.

    Args:
        pool: the prompts.
        step_share: variance of one step.
        shares: shares of the roots' variance that likeness explains, see `correlation`.

    Returns:
        A normal distribution of mean zero.
    """
    size = len(pool)
    child = np.array([bool(parents) for parents in pool.parents], dtype=bool)
    variances = np.where(child, step_share, 1.0)
    if pool.strides is not None:
        variances = np.where(child, variances * pool.strides, variances)
    steps, steps_inverse = np.diag(variances), np.diag(1.0 / variances)
    log_determinant = float(np.log(variances).sum())
    roots = np.flatnonzero(~child)
    if any(shares):
        alike = correlation(pool.part(roots), shares)
        factor = cholesky(alike)
        steps[np.ix_(roots, roots)] = alike
        steps_inverse[np.ix_(roots, roots)] = inverse(factor)
        log_determinant += 2.0 * float(np.log(np.diag(factor)).sum())
    ancestry = pool.ancestry()
    change = np.eye(size) - pool.parent_weights()
    return Gaussian(
        mean=np.zeros(size),
        covariance=ancestry @ steps @ ancestry.T,
        precision=change.T @ steps_inverse @ change,
        log_determinant=log_determinant,
    )
