"""Laplace's approximation of the posterior under one normal prior, in two equivalent forms.

State: the K utilities and, as the last coordinate, the side offset beta ~ N(0, 0.25). nu is either
given or found with the mode (its MAP value, so it does not depend on the path of past fits).
`vote_space` costs n^3 for n cells, `prompt_space` K^3; both give the same posterior. Formulas of
the first follow Rasmussen and Williams, "Gaussian Processes for Machine Learning", section 3.4,
with the cells' differences in place of the latent function.

The likelihood is skewed: the mode lies nearer to "all alike" than the mean does. The mean is the
mode moved by the next term of the expansion, half the third derivative times the variance (L.
Tierney, J. Kadane, "Accurate approximations for posterior moments and marginal densities", 1986).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimizer.preference import davidson
from optimizer.preference.arrays import FloatArray
from optimizer.preference.ballots import Cells
from optimizer.preference.davidson import BETA_VARIANCE, NU_SHAPE, START_NU
from optimizer.preference.gaussian import Gaussian, cholesky, forward, inverse, solve

PATH_TOLERANCE = 3e-3
MAX_STEPS = 50
# Beyond this a step in log nu says nothing about the optimum; the objective is checked anyway.
MAX_NU_STEP = 1.5


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


def laplace(
    cells: Cells,
    prior: Gaussian,
    *,
    nu: float | None = None,
    nu_centre: float = START_NU,
    tolerance: float = PATH_TOLERANCE,
    effect_variance: float = 0.0,
) -> Laplace:
    """Fit by whichever form is cheaper.

    Args:
        cells: summed votes (kept apart by example when `effect_variance` is positive).
        prior: prior of the K utilities.
        nu: weight of ties, or None to find it.
        nu_centre: where the weight of ties is expected before any vote.
        tolerance: largest last step of Newton's method, in logits.
        effect_variance: variance of the effect of a prompt on one example; 0 for none. Only the
            form in vote space can carry it.

    Returns:
        The normal approximation.
    """
    if len(cells) == 0:
        return _unmoved(prior, nu_centre if nu is None else nu, nu_centre)
    if effect_variance > 0.0 or len(cells) <= len(prior.mean):
        return vote_space(
            cells,
            prior,
            nu=nu,
            nu_centre=nu_centre,
            tolerance=tolerance,
            effect_variance=effect_variance,
        )
    return prompt_space(cells, prior, nu=nu, nu_centre=nu_centre, tolerance=tolerance)


def vote_space(
    cells: Cells,
    prior: Gaussian,
    *,
    nu: float | None = None,
    nu_centre: float = START_NU,
    tolerance: float = PATH_TOLERANCE,
    effect_variance: float = 0.0,
) -> Laplace:
    """Fit with one unknown per cell; see `laplace` for the arguments."""
    size = len(prior.mean)
    left, right = cells.left, cells.right
    # The prior's covariance of (state, differences) and of the differences themselves.
    across = np.empty((size + 1, len(cells)))
    gain = cells.gain
    across[:size] = gain * (prior.covariance[:, left] - prior.covariance[:, right])
    across[size] = BETA_VARIANCE
    gram = gain[:, None] * (across[left] - across[right]) + BETA_VARIANCE
    if effect_variance > 0.0:
        gram = gram + effect_variance * np.outer(gain, gain) * _overlap(cells)
    start = gain * (prior.mean[left] - prior.mean[right]) + cells.side

    def height(dual: FloatArray, log_nu: float) -> float:
        d = start + gram @ dual
        return _height(cells, d, log_nu, nu_centre) - 0.5 * float(dual @ (d - start))

    dual, log_nu = np.zeros(len(cells)), float(np.log(nu_centre if nu is None else nu))
    for _ in range(MAX_STEPS):
        d = start + gram @ dual
        shape = davidson.curve(cells, d, np.exp(log_nu))
        root = np.sqrt(shape.curvature)
        factor = cholesky(np.eye(len(cells)) + root[:, None] * gram * root)
        base = shape.slope + shape.curvature * (d - start)
        both = np.stack([base, shape.cross], axis=1)
        both = both - root[:, None] * solve(factor, root[:, None] * (gram @ both))
        moved = gram @ both
        step_nu = 0.0
        if nu is None:
            slope, bend = _nu_derivatives(shape, log_nu, nu_centre)
            rest = slope - shape.cross @ (start + moved[:, 0] - d)
            step_nu = _bounded(float(rest) / float(bend - shape.cross @ moved[:, 1]))
        step = both[:, 0] - step_nu * both[:, 1] - dual
        part = _line_search(height, dual, step, log_nu, step_nu)
        dual, log_nu = dual + part * step, log_nu + part * step_nu
        if _largest(gram @ step, step_nu) * part < tolerance:
            break
    d = start + gram @ dual
    shape = davidson.curve(cells, d, np.exp(log_nu))
    root = np.sqrt(shape.curvature)
    factor = cholesky(np.eye(len(cells)) + root[:, None] * gram * root)
    reach = forward(factor, root[:, None] * across.T)
    mode = np.append(prior.mean, 0.0) + across @ dual
    covariance = _with_beta(prior.covariance, BETA_VARIANCE) - reach.T @ reach
    seen = forward(factor, root[:, None] * gram)
    variance = np.diag(gram) - np.sum(seen**2, axis=0)
    pull = davidson.skew(cells, d, np.exp(log_nu)) * variance
    mean = mode + 0.5 * (across - reach.T @ seen) @ pull
    evidence = height(dual, log_nu) - float(np.log(np.diag(factor)).sum())
    return Laplace(mean, mode, covariance, float(np.exp(log_nu)), evidence)


def prompt_space(
    cells: Cells,
    prior: Gaussian,
    *,
    nu: float | None = None,
    nu_centre: float = START_NU,
    tolerance: float = PATH_TOLERANCE,
) -> Laplace:
    """Fit with one unknown per prompt; see `laplace` for the arguments."""
    size = len(prior.mean)
    left, right, gain = cells.left, cells.right, cells.gain
    precision = _with_beta(prior.precision, 1.0 / BETA_VARIANCE)
    centre = np.append(prior.mean, 0.0)

    def differences(state: FloatArray) -> FloatArray:
        return np.asarray(gain * (state[left] - state[right]) + state[size])

    def gather(per_cell: FloatArray) -> FloatArray:
        total = np.zeros(size + 1)
        total += np.bincount(left, gain * per_cell, size + 1)
        total -= np.bincount(right, gain * per_cell, size + 1)
        total[size] = per_cell.sum()
        return total

    def height(state: FloatArray, log_nu: float) -> float:
        away = state - centre
        return _height(cells, differences(state) + cells.side, log_nu, nu_centre) - 0.5 * float(
            away @ precision @ away
        )

    state, log_nu = centre, float(np.log(nu_centre if nu is None else nu))
    for _ in range(MAX_STEPS):
        shape = davidson.curve(cells, differences(state) + cells.side, np.exp(log_nu))
        factor = cholesky(precision + _information(cells, shape.curvature, size))
        pull = gather(shape.slope) - precision @ (state - centre)
        lean = gather(shape.cross)
        both = solve(factor, np.stack([pull, lean], axis=1))
        step_nu = 0.0
        if nu is None:
            slope, bend = _nu_derivatives(shape, log_nu, nu_centre)
            step_nu = _bounded(float(slope - lean @ both[:, 0]) / float(bend - lean @ both[:, 1]))
        step = both[:, 0] - step_nu * both[:, 1]
        part = _line_search(height, state, step, log_nu, step_nu)
        state, log_nu = state + part * step, log_nu + part * step_nu
        if _largest(differences(step), step_nu) * part < tolerance:
            break
    shape = davidson.curve(cells, differences(state) + cells.side, np.exp(log_nu))
    factor = cholesky(precision + _information(cells, shape.curvature, size))
    evidence = (
        height(state, log_nu)
        - 0.5 * (prior.log_determinant + float(np.log(BETA_VARIANCE)))
        - float(np.log(np.diag(factor)).sum())
    )
    covariance = inverse(factor)
    own, with_beta = np.diag(covariance), covariance[:, size]
    variance = gain**2 * (own[left] + own[right]) + own[size]
    shared = gain * (with_beta[left] - with_beta[right]) - gain**2 * covariance[left, right]
    variance = variance + 2.0 * shared
    pull = gather(davidson.skew(cells, differences(state) + cells.side, np.exp(log_nu)) * variance)
    mean = state + 0.5 * covariance @ pull
    return Laplace(mean, state, covariance, float(np.exp(log_nu)), evidence)


def _unmoved(prior: Gaussian, nu: float, nu_centre: float) -> Laplace:
    """Return the prior itself, for no votes."""
    covariance = _with_beta(prior.covariance, BETA_VARIANCE)
    height = davidson.log_prior_nu(nu, nu_centre)
    centre = np.append(prior.mean, 0.0)
    return Laplace(centre, centre, covariance, nu, height)


def _overlap(cells: Cells) -> FloatArray:
    """Return the signed overlap of the prompts of cells on the same example."""
    left, right = cells.left, cells.right
    same = (left[:, None] == left).astype(float) + (right[:, None] == right)
    crossed = (left[:, None] == right).astype(float) + (right[:, None] == left)
    return np.asarray((same - crossed) * (cells.example[:, None] == cells.example))


def _information(cells: Cells, curvature: FloatArray, size: int) -> FloatArray:
    """Return A' W A over the K utilities and the side offset, shape (K + 1, K + 1)."""
    wide = size + 1
    place = cells.left * wide + cells.right
    once = np.bincount(place, curvature * cells.gain, wide * wide).reshape(wide, wide)
    off = np.bincount(place, curvature * cells.gain**2, wide * wide).reshape(wide, wide)
    result = -(off + off.T)
    result[np.arange(wide), np.arange(wide)] += off.sum(axis=1) + off.sum(axis=0)
    result[size, :] = result[:, size] = once.sum(axis=1) - once.sum(axis=0)
    result[size, size] = curvature.sum()
    return np.asarray(result)


def _with_beta(matrix: FloatArray, corner: float) -> FloatArray:
    size = len(matrix)
    result = np.zeros((size + 1, size + 1))
    result[:size, :size] = matrix
    result[size, size] = corner
    return result


def _height(cells: Cells, d: FloatArray, log_nu: float, nu_centre: float) -> float:
    nu = float(np.exp(log_nu))
    return davidson.value(cells, d, nu) + davidson.log_prior_nu(nu, nu_centre)


def _nu_derivatives(shape: davidson.Curve, log_nu: float, nu_centre: float) -> tuple[float, float]:
    rate = NU_SHAPE * float(np.exp(log_nu)) / nu_centre
    return shape.nu_slope + NU_SHAPE - rate, shape.nu_curvature + rate


def _bounded(step: float) -> float:
    return float(np.clip(step, -MAX_NU_STEP, MAX_NU_STEP))


def _largest(step: FloatArray, step_nu: float) -> float:
    return max(float(np.max(np.abs(step), initial=0.0)), abs(step_nu))


def _line_search(
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
