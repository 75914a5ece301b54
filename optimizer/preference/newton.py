"""What both forms of the fit share: the result, the objective's parts and Newton's step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimizer.preference import davidson
from optimizer.preference.arrays import FloatArray
from optimizer.preference.ballots import Cells
from optimizer.preference.davidson import NU_SHAPE, START_NU

PATH_TOLERANCE = 3e-3
MAX_STEPS = 50
# Beyond this a step in log nu says nothing about the optimum; the objective is checked anyway.
MAX_NU_STEP = 1.5


@dataclass(frozen=True, slots=True)
class Fitting:
    """How votes are fitted, whatever the prior.

    Attributes:
        nu: weight of ties, or None to find it.
        nu_centre: where the weight of ties is expected before any vote.
        tolerance: largest last step of Newton's method, in logits.
        effect_variance: variance of the effect of a prompt on one example; 0 for none.
    """

    nu: float | None = None
    nu_centre: float = START_NU
    tolerance: float = PATH_TOLERANCE
    effect_variance: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Peak:
    """Where a posterior is highest: all that weighing priors and starting near it needs.

    Attributes:
        mode: utilities and side offset, shape (K + 1,).
        nu: the weight of ties.
        log_evidence: log-probability of the votes, up to a constant shared by all priors.
    """

    mode: FloatArray
    nu: float
    log_evidence: float


@dataclass(frozen=True, slots=True, eq=False)
class Laplace:
    """A normal approximation of the posterior.

    Attributes:
        mean: utilities and side offset, shape (K + 1,).
        mode: where the posterior is highest, shape (K + 1,).
        covariance: shape (K + 1, K + 1).
        nu: the weight of ties.
        log_evidence: log-probability of the votes, up to a constant shared by all priors.
    """

    mean: FloatArray
    mode: FloatArray
    covariance: FloatArray
    nu: float
    log_evidence: float


def with_beta(matrix: FloatArray, corner: float) -> FloatArray:
    """Append the side offset, which has nothing in common with the utilities beforehand."""
    size = len(matrix)
    result = np.zeros((size + 1, size + 1))
    result[:size, :size] = matrix
    result[size, size] = corner
    return result


def height(cells: Cells, d: FloatArray, log_nu: float, nu_centre: float) -> float:
    """Return the log-likelihood with the prior of the weight of ties."""
    nu = float(np.exp(log_nu))
    return davidson.value(cells, d, nu) + davidson.log_prior_nu(nu, nu_centre)


def nu_derivatives(shape: davidson.Curve, log_nu: float, nu_centre: float) -> tuple[float, float]:
    """Return slope and negative curvature in log nu, its prior included."""
    rate = NU_SHAPE * float(np.exp(log_nu)) / nu_centre
    return shape.nu_slope + NU_SHAPE - rate, shape.nu_curvature + rate


def bounded(step: float) -> float:
    """Return a step in log nu that may be taken."""
    return float(np.clip(step, -MAX_NU_STEP, MAX_NU_STEP))


def largest(step: FloatArray, step_nu: float) -> float:
    """Return the largest change that a step makes."""
    return max(float(np.max(np.abs(step), initial=0.0)), abs(step_nu))


def line_search(
    height: Callable[[FloatArray, float], float],
    point: FloatArray,
    step: FloatArray,
    log_nu: float,
    step_nu: float,
) -> float:
    """Return the share of Newton's step to take: halved until the objective does not fall."""
    before = height(point, log_nu)
    part = 1.0
    for _ in range(10):
        if height(point + part * step, log_nu + part * step_nu) >= before - 1e-9:
            return part
        part /= 2.0
    return part
