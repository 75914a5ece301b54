"""What is believed of the prompts before any vote: lineage, features, or nothing.

Each point of a grid of hyperparameters is one normal prior over all utilities. They are never
chosen among: the posterior is averaged over the grid (`grid`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.preference.gaussian import Gaussian, cholesky, inverse
from optimizer.preference.pool import Pool

FLAT_SCALES = (0.2, 0.35, 0.6, 1.0, 1.7, 2.9)
# Prompts that were written apart differ by more than a prompt and its descendants.
FLAT_CENTRE, LINEAGE_CENTRE, SCALE_SPREAD = 0.85, 0.7, 0.6
LINEAGE_SCALES = (0.35, 0.6, 1.0)
STEP_SHARES = (0.3, 1.0)
DRIFTS = (-0.5, -0.2, 0.1)
FEATURE_SHARES = (0.0, 0.45, 0.9)
# With lineage the roots are few: a coarser look at their likeness keeps the grid small.
ROOT_FEATURE_SHARES = (0.0, 0.9)


@dataclass(frozen=True, slots=True)
class Hyper:
    """One setting of the prior's hyperparameters.

    Attributes:
        scale: standard deviation s of a root's utility, in logits.
        step_share: rho of the lineage prior, variance of one step divided by s^2.
        drift: delta, mean change of utility from parent to child.
        feature_share: share of a root's variance that likeness of features explains.
        agreement: per further rater, how far its taste agrees with the person's, 0 to 1.
    """

    scale: float
    step_share: float = 1.0
    drift: float = 0.0
    feature_share: float = 0.0
    agreement: tuple[float, ...] = ()

    @property
    def step_variance(self) -> float:
        """Variance of the change from parent to child."""
        return self.step_share * self.scale**2

    @property
    def root_variance(self) -> float:
        """Variance of a root's utility."""
        return self.scale**2

    def log_prior(self, centre: float) -> float:
        """Return the log-weight of this setting before any vote, up to a constant.

        Args:
            centre: the scale that is expected most.
        """
        away = np.log(self.scale / centre) / SCALE_SPREAD
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
        pool: the prompts; lineage is used where there is any, features where they are given.

    Returns:
        6 points for a plain pool, 18 with features, 18 with lineage, 36 with both.
    """
    if pool.grows:
        return _lineage_grid(pool)
    shares = (0.0,) if pool.features is None else FEATURE_SHARES
    points = []
    zero = np.zeros(len(pool))
    for share in shares:
        unit = Gaussian.of(zero, root_correlation(pool.features, len(pool), share))
        for scale in FLAT_SCALES:
            hyper = Hyper(scale=scale, feature_share=share)
            weight = hyper.log_prior(FLAT_CENTRE)
            points.append(PriorPoint(hyper, weight, unit.scaled(scale**2, zero)))
    return tuple(points)


def prior_at(pool: Pool, hyper: Hyper) -> Gaussian:
    """Return the normal prior at one setting of the hyperparameters.

    Args:
        pool: the prompts.
        hyper: the setting.

    Returns:
        Mean and covariance over the pool's prompts.
    """
    if pool.grows:
        unit = lineage_correlation(pool, hyper.step_share, hyper.feature_share)
        return unit.scaled(hyper.root_variance, hyper.drift * pool.depth())
    zero = np.zeros(len(pool))
    correlation = root_correlation(pool.features, len(pool), hyper.feature_share)
    return Gaussian.of(zero, correlation).scaled(hyper.root_variance, zero)


def _lineage_grid(pool: Pool) -> tuple[PriorPoint, ...]:
    depth = pool.depth()
    shares = (0.0,) if pool.features is None else ROOT_FEATURE_SHARES
    points = []
    for feature_share in shares:
        for step_share in STEP_SHARES:
            unit = lineage_correlation(pool, step_share, feature_share)
            for scale in LINEAGE_SCALES:
                for drift in DRIFTS:
                    hyper = Hyper(scale, step_share, drift, feature_share)
                    gaussian = unit.scaled(scale**2, drift * depth)
                    points.append(PriorPoint(hyper, hyper.log_prior(LINEAGE_CENTRE), gaussian))
    return tuple(points)


def lineage_correlation(pool: Pool, step_share: float, feature_share: float = 0.0) -> Gaussian:
    """Build the lineage prior for s = 1 and no drift.

    A child is its parent (or the mean of two parents) plus an independent step of variance
    `step_share`; roots have variance 1 and may be alike by their features.

    Args:
        pool: the prompts.
        step_share: variance of one step.
        feature_share: share of the roots' variance that likeness explains.

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
    if feature_share > 0.0 and pool.features is not None:
        alike = root_correlation(pool.features[roots], len(roots), feature_share)
        factor = cholesky(alike)
        steps[np.ix_(roots, roots)] = alike
        steps_inverse[np.ix_(roots, roots)] = inverse(factor)
        log_determinant += 2.0 * float(np.log(np.diag(factor)).sum())
    shares = pool.ancestry()
    change = np.eye(size) - pool.parent_weights()
    return Gaussian(
        mean=np.zeros(size),
        covariance=shares @ steps @ shares.T,
        precision=change.T @ steps_inverse @ change,
        log_determinant=log_determinant,
    )


def root_correlation(features: FloatArray | None, size: int, share: float) -> FloatArray:
    """Return the correlation of prompts without lineage.

    Args:
        features: embeddings, shape (K, D), or None.
        size: K.
        share: how much of the variance likeness explains; the rest is white, so that no two
            prompts are ever taken to be the same.

    Returns:
        Shape (K, K), ones on the diagonal.
    """
    if features is None or share == 0.0 or size < 2:
        return np.eye(size)
    squares = np.sum(features**2, axis=1)
    distance = np.maximum(squares[:, None] + squares[None, :] - 2.0 * features @ features.T, 0.0)
    apart = distance[np.triu_indices(size, 1)]
    length = float(np.median(np.sqrt(apart)))
    if length <= 0.0:
        return np.eye(size)
    likeness = np.exp(-distance / (2.0 * length**2))
    np.fill_diagonal(likeness, 1.0)
    return np.asarray(share * likeness + (1.0 - share) * np.eye(size))
