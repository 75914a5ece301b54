"""Laplace's approximation with one unknown per cell of votes: cheap while the votes are few.

Formulas follow Rasmussen and Williams, "Gaussian Processes for Machine Learning", section 3.4, with
the cells' differences in place of the latent function.
"""

from __future__ import annotations

import numpy as np

from optimizer.preference import davidson
from optimizer.preference.arrays import FloatArray
from optimizer.preference.ballots import Cells
from optimizer.preference.davidson import BETA_VARIANCE, START_NU
from optimizer.preference.gaussian import Gaussian, cholesky, forward, solve
from optimizer.preference.newton import (
    MAX_STEPS,
    PATH_TOLERANCE,
    Laplace,
    bounded,
    height,
    largest,
    line_search,
    nu_derivatives,
    with_beta,
)


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

    def worth(dual: FloatArray, log_nu: float) -> float:
        d = start + gram @ dual
        return height(cells, d, log_nu, nu_centre) - 0.5 * float(dual @ (d - start))

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
            slope, bend = nu_derivatives(shape, log_nu, nu_centre)
            rest = slope - shape.cross @ (start + moved[:, 0] - d)
            step_nu = bounded(float(rest) / float(bend - shape.cross @ moved[:, 1]))
        step = both[:, 0] - step_nu * both[:, 1] - dual
        part = line_search(worth, dual, step, log_nu, step_nu)
        dual, log_nu = dual + part * step, log_nu + part * step_nu
        if largest(gram @ step, step_nu) * part < tolerance:
            break
    d = start + gram @ dual
    shape = davidson.curve(cells, d, np.exp(log_nu))
    root = np.sqrt(shape.curvature)
    factor = cholesky(np.eye(len(cells)) + root[:, None] * gram * root)
    reach = forward(factor, root[:, None] * across.T)
    mode = np.append(prior.mean, 0.0) + across @ dual
    seen = forward(factor, root[:, None] * gram)
    variance = np.diag(gram) - np.sum(seen**2, axis=0)
    pull = davidson.skew(cells, d, np.exp(log_nu)) * variance
    mean = mode + 0.5 * (across - reach.T @ seen) @ pull
    evidence = worth(dual, log_nu) - float(np.log(np.diag(factor)).sum())
    moved = d + 0.5 * (gram - seen.T @ seen) @ pull
    root = np.sqrt(davidson.curve(cells, moved, np.exp(log_nu)).curvature)
    factor = cholesky(np.eye(len(cells)) + root[:, None] * gram * root)
    reach = forward(factor, root[:, None] * across.T)
    covariance = with_beta(prior.covariance, BETA_VARIANCE) - reach.T @ reach
    return Laplace(mean, mode, covariance, float(np.exp(log_nu)), evidence)


def _overlap(cells: Cells) -> FloatArray:
    """Return the signed overlap of the prompts of cells on the same example."""
    left, right = cells.left, cells.right
    same = (left[:, None] == left).astype(float) + (right[:, None] == right)
    crossed = (left[:, None] == right).astype(float) + (right[:, None] == left)
    return np.asarray((same - crossed) * (cells.example[:, None] == cells.example))
