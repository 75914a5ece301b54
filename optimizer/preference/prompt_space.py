"""Laplace's approximation with one unknown per prompt: its cost does not grow with the votes."""

from __future__ import annotations

import numpy as np

from optimizer.preference import davidson
from optimizer.preference.arrays import FloatArray
from optimizer.preference.ballots import Cells
from optimizer.preference.davidson import BETA_VARIANCE
from optimizer.preference.gaussian import Gaussian, cholesky, inverse, solve
from optimizer.preference.newton import (
    MAX_STEPS,
    Fitting,
    Laplace,
    Peak,
    bounded,
    height,
    largest,
    line_search,
    nu_derivatives,
    with_beta,
)


def prompt_space(
    cells: Cells, prior: Gaussian, how: Fitting, near: Peak | Laplace | None = None
) -> Laplace:
    """Fit with one unknown per prompt; see `laplace` for the arguments."""
    peak, factor = _climbed(cells, prior, how, near)
    size, state, found_nu = len(prior.mean), peak.mode, peak.nu
    left, right, gain = cells.left, cells.right, cells.gain
    covariance = inverse(factor)
    own, beside = np.diag(covariance), covariance[:, size]
    shared = gain * (beside[left] - beside[right]) - gain**2 * covariance[left, right]
    variance = gain**2 * (own[left] + own[right]) + own[size] + 2.0 * shared
    d = _differences(cells, state) + cells.side
    pull = gathered(cells, davidson.skew(cells, d, found_nu) * variance, size)
    mean = state + 0.5 * covariance @ pull
    shape = davidson.curve(cells, _differences(cells, mean) + cells.side, found_nu)
    known = information(cells, shape.curvature, size)
    covariance = inverse(cholesky(with_beta(prior.precision, 1.0 / BETA_VARIANCE) + known))
    return Laplace(mean, state, covariance, found_nu, peak.log_evidence)


def prompt_peak(
    cells: Cells, prior: Gaussian, how: Fitting, near: Peak | Laplace | None = None
) -> Peak:
    """Find the mode alone, for half the work; see `laplace` for the arguments."""
    return _climbed(cells, prior, how, near)[0]


def _climbed(
    cells: Cells, prior: Gaussian, how: Fitting, near: Peak | Laplace | None
) -> tuple[Peak, FloatArray]:
    """Climb to the mode by Newton's method, from one that is near if there is one.

    Returns:
        The mode, and the Cholesky factor of the posterior's precision there.
    """
    size = len(prior.mean)
    precision = with_beta(prior.precision, 1.0 / BETA_VARIANCE)
    centre = np.append(prior.mean, 0.0)

    def worth(state: FloatArray, log_nu: float) -> float:
        away, d = state - centre, _differences(cells, state) + cells.side
        return height(cells, d, log_nu, how.nu_centre) - 0.5 * float(away @ precision @ away)

    state, start_nu = (centre, how.nu_centre) if near is None else (near.mode, near.nu)
    log_nu = float(np.log(start_nu if how.nu is None else how.nu))
    for _ in range(MAX_STEPS):
        shape = davidson.curve(cells, _differences(cells, state) + cells.side, np.exp(log_nu))
        factor = cholesky(precision + information(cells, shape.curvature, size))
        pull = gathered(cells, shape.slope, size) - precision @ (state - centre)
        lean = gathered(cells, shape.cross, size)
        both = solve(factor, np.stack([pull, lean], axis=1))
        step_nu = 0.0
        if how.nu is None:
            slope, bend = nu_derivatives(shape, log_nu, how.nu_centre)
            step_nu = bounded(float(slope - lean @ both[:, 0]) / float(bend - lean @ both[:, 1]))
        step = both[:, 0] - step_nu * both[:, 1]
        part = line_search(worth, state, step, log_nu, step_nu)
        state, log_nu = state + part * step, log_nu + part * step_nu
        if largest(_differences(cells, step), step_nu) * part < how.tolerance:
            break
    shape = davidson.curve(cells, _differences(cells, state) + cells.side, np.exp(log_nu))
    factor = cholesky(precision + information(cells, shape.curvature, size))
    evidence = (
        worth(state, log_nu)
        - 0.5 * (prior.log_determinant + float(np.log(BETA_VARIANCE)))
        - float(np.log(np.diag(factor)).sum())
    )
    return Peak(state, float(np.exp(log_nu)), evidence), factor


def _differences(cells: Cells, state: FloatArray) -> FloatArray:
    return np.asarray(cells.gain * (state[cells.left] - state[cells.right]) + state[-1])


def gathered(cells: Cells, per_cell: FloatArray, size: int) -> FloatArray:
    """Return A' x over the K utilities and the side offset, shape (K + 1,)."""
    total = np.zeros(size + 1)
    total += np.bincount(cells.left, cells.gain * per_cell, size + 1)
    total -= np.bincount(cells.right, cells.gain * per_cell, size + 1)
    total[size] = per_cell.sum()
    return total


def information(cells: Cells, curvature: FloatArray, size: int) -> FloatArray:
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
