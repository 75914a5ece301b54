"""Laplace's approximation with one unknown per cell of votes: cheap while the votes are few.

Formulas follow Rasmussen and Williams, "Gaussian Processes for Machine Learning", section 3.4, with
the cells' differences in place of the latent function.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.preference import davidson
from optimizer.preference.arrays import FloatArray
from optimizer.preference.ballots import Cells
from optimizer.preference.davidson import BETA_VARIANCE
from optimizer.preference.gaussian import Gaussian, cholesky, forward, solve
from optimizer.preference.newton import (
    MAX_STEPS,
    Fitting,
    Laplace,
    bounded,
    height,
    largest,
    line_search,
    nu_derivatives,
    with_beta,
)


@dataclass(frozen=True, slots=True, eq=False)
class _Beforehand:
    """What is expected of the n cells' differences before their votes.

    Attributes:
        start: their means, shape (n,).
        gram: their covariance, shape (n, n).
        across: covariance of the K utilities and the side offset with them, shape (K + 1, n).
    """

    start: FloatArray
    gram: FloatArray
    across: FloatArray

    def factor(self, root: FloatArray) -> FloatArray:
        """Return the Cholesky factor of 1 + W^1/2 G W^1/2, from the roots of the curvatures."""
        return cholesky(np.eye(len(root)) + root[:, None] * self.gram * root)


def vote_space(cells: Cells, prior: Gaussian, how: Fitting) -> Laplace:
    """Fit with one unknown per cell; see `laplace` for the arguments."""
    before = _beforehand(cells, prior, how.effect_variance)
    start, gram, across = before.start, before.gram, before.across
    dual, log_nu = _climbed(cells, before, how)
    nu = float(np.exp(log_nu))
    d = start + gram @ dual
    root = np.sqrt(davidson.curve(cells, d, nu).curvature)
    factor = before.factor(root)
    evidence = _worth(cells, before, how, dual, log_nu) - float(np.log(np.diag(factor)).sum())
    mode = np.append(prior.mean, 0.0) + across @ dual
    reach = forward(factor, root[:, None] * across.T)
    seen = forward(factor, root[:, None] * gram)
    pull = davidson.skew(cells, d, nu) * (np.diag(gram) - np.sum(seen**2, axis=0))
    mean = mode + 0.5 * (across - reach.T @ seen) @ pull
    moved = d + 0.5 * (gram - seen.T @ seen) @ pull
    root = np.sqrt(davidson.curve(cells, moved, nu).curvature)
    reach = forward(before.factor(root), root[:, None] * across.T)
    covariance = with_beta(prior.covariance, BETA_VARIANCE) - reach.T @ reach
    return Laplace(mean, mode, covariance, nu, evidence)


def _beforehand(cells: Cells, prior: Gaussian, effect_variance: float) -> _Beforehand:
    size, left, right, gain = len(prior.mean), cells.left, cells.right, cells.gain
    across = np.empty((size + 1, len(cells)))
    across[:size] = gain * (prior.covariance[:, left] - prior.covariance[:, right])
    across[size] = BETA_VARIANCE
    gram = gain[:, None] * (across[left] - across[right]) + BETA_VARIANCE
    if effect_variance > 0.0:
        gram = gram + effect_variance * np.outer(gain, gain) * _overlap(cells)
    start = gain * (prior.mean[left] - prior.mean[right]) + cells.side
    return _Beforehand(start, gram, across)


def _worth(
    cells: Cells, before: _Beforehand, how: Fitting, dual: FloatArray, log_nu: float
) -> float:
    """Return the objective where the differences have moved by the Gram matrix times `dual`."""
    d = before.start + before.gram @ dual
    return height(cells, d, log_nu, how.nu_centre) - 0.5 * float(dual @ (d - before.start))


def _climbed(cells: Cells, before: _Beforehand, how: Fitting) -> tuple[FloatArray, float]:
    """Climb to the mode by Newton's method; return it in its dual form, and log nu there."""
    start, gram = before.start, before.gram

    def worth(dual: FloatArray, log_nu: float) -> float:
        return _worth(cells, before, how, dual, log_nu)

    dual, log_nu = np.zeros(len(cells)), float(np.log(how.nu_centre if how.nu is None else how.nu))
    for _ in range(MAX_STEPS):
        d = start + gram @ dual
        shape = davidson.curve(cells, d, np.exp(log_nu))
        root = np.sqrt(shape.curvature)
        base = shape.slope + shape.curvature * (d - start)
        both = np.stack([base, shape.cross], axis=1)
        both = both - root[:, None] * solve(before.factor(root), root[:, None] * (gram @ both))
        moved = gram @ both
        step_nu = 0.0
        if how.nu is None:
            slope, bend = nu_derivatives(shape, log_nu, how.nu_centre)
            rest = slope - shape.cross @ (start + moved[:, 0] - d)
            step_nu = bounded(float(rest) / float(bend - shape.cross @ moved[:, 1]))
        step = both[:, 0] - step_nu * both[:, 1] - dual
        part = line_search(worth, dual, step, log_nu, step_nu)
        dual, log_nu = dual + part * step, log_nu + part * step_nu
        if largest(gram @ step, step_nu) * part < how.tolerance:
            break
    return dual, log_nu


def _overlap(cells: Cells) -> FloatArray:
    """Return the signed overlap of the prompts of cells on the same example."""
    left, right = cells.left, cells.right
    same = (left[:, None] == left).astype(float) + (right[:, None] == right)
    crossed = (left[:, None] == right).astype(float) + (right[:, None] == left)
    return np.asarray((same - crossed) * (cells.example[:, None] == cells.example))
