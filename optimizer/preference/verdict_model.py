"""Predict single verdicts from what is known of a duel beside its two prompts.

Prompts alone leave much of a verdict open: how far the two outputs differ in length, the kind of
question, what a judge said of this very pair. Such covariates enter in two places: signed ones
move the difference d of utilities, even ones the weight of ties,

    d = f_left - f_right + beta + signed @ gamma,    log nu = log nu_0 + even @ eta.

The likelihood stays Davidson's and log-concave in all unknowns together (see `davidson`). The
posterior over the prompts does not depend on this: it speaks of random examples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.preference import davidson
from optimizer.preference.arrays import FloatArray
from optimizer.preference.ballots import Ballots
from optimizer.preference.davidson import BETA_VARIANCE, START_NU
from optimizer.preference.gaussian import Gaussian, cholesky, inverse, solve
from optimizer.preference.prior import PriorPoint

SIGNED_DEVIATION = 0.4
EVEN_DEVIATION = 0.3
LOG_NU_DEVIATION = 0.5
TOLERANCE = 1e-4
MAX_STEPS = 30
NODES = 15


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Covariates of some duels, one row each.

    Attributes:
        signed: turn their sign when the sides are exchanged, shape (n, P); standardised.
        even: stay as they are, shape (n, Q); standardised.
    """

    signed: FloatArray
    even: FloatArray

    def take(self, rows: slice) -> Columns:
        """Return some of the rows."""
        return Columns(self.signed[rows], self.even[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """What is believed of the covariates' weights before any vote.

    Attributes:
        signed_mean: shape (P,).
        signed_deviation: shape (P,).
        even_mean: shape (Q,).
        even_deviation: shape (Q,).
    """

    signed_mean: FloatArray
    signed_deviation: FloatArray
    even_mean: FloatArray
    even_deviation: FloatArray

    @classmethod
    def nothing(cls, columns: Columns) -> Expected:
        """Expect weights around zero for all covariates."""
        signed, even = columns.signed.shape[1], columns.even.shape[1]
        return cls(
            np.zeros(signed),
            np.full(signed, SIGNED_DEVIATION),
            np.zeros(even),
            np.full(even, EVEN_DEVIATION),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """The fit at one point of the prior's grid; state: f, beta, gamma, log nu_0, eta."""

    weight: float
    mean: FloatArray
    covariance: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class VerdictModel:
    """A distribution over the verdict of any duel of the pool.

    Attributes:
        prompts: number of prompts K.
        signed: number of signed covariates P.
        parts: the fits, weighted by their evidence.
    """

    prompts: int
    signed: int
    parts: tuple[_Part, ...]

    def signed_weights(self) -> tuple[FloatArray, FloatArray]:
        """Return what the signed covariates weigh: means and deviations, shape (P,) each.

        In logits per unit of the covariate; a positive one favours the side that has more of it.
        """
        width = self.prompts + 1
        shares = np.array([part.weight for part in self.parts])
        signed = slice(width, width + self.signed)
        means = np.array([part.mean[signed] for part in self.parts])
        variances = np.array([np.diag(part.covariance)[signed] for part in self.parts])
        mean = shares @ means
        return mean, np.sqrt(shares @ (variances + (means - mean) ** 2))

    def predict(self, duels: Ballots, columns: Columns) -> FloatArray:
        """Predict the verdicts of duels; their outcomes are not looked at.

        Args:
            duels: who stood on which side.
            columns: the covariates of the same duels.

        Returns:
            P(left), P(tie), P(right) per duel, shape (n, 3).
        """
        toward, tying = _designs(duels, columns, self.prompts)
        nodes, node_weights = np.polynomial.hermite_e.hermegauss(NODES)
        node_weights = node_weights / node_weights.sum()
        total = np.zeros((len(duels), 3))
        width = toward.shape[1]
        for part in self.parts:
            mean = toward @ part.mean[:width]
            spread = np.einsum("ij,jk,ik->i", toward, part.covariance[:width, :width], toward)
            d = mean[:, None] + np.sqrt(np.maximum(spread, 0.0))[:, None] * nodes
            nu = np.exp(tying @ part.mean[width:])[:, None]
            chances = np.stack(davidson.probabilities(d, nu), axis=1)
            total += part.weight * (chances @ node_weights)
        return total


def fit_verdicts(
    points: Sequence[PriorPoint],
    ballots: Ballots,
    columns: Columns,
    *,
    expected: Expected | None = None,
    nu_centre: float = START_NU,
) -> VerdictModel:
    """Learn how prompts and covariates make verdicts.

    Args:
        points: priors of the utilities: `prior_grid(pool)`, or `Fusion.points` with raters.
        ballots: the person's votes.
        columns: covariates of the same votes.
        expected: beliefs about their weights; None for none.
        nu_centre: where the weight of ties is expected.

    Returns:
        The model, averaged over the priors by their evidence.
    """
    beliefs = Expected.nothing(columns) if expected is None else expected
    size = len(points[0].gaussian.mean)
    designs = _designs(ballots, columns, size)
    fits = [_fit(point.gaussian, ballots, designs, beliefs, nu_centre) for point in points]
    scores = np.array([p.log_weight + fitted[2] for p, fitted in zip(points, fits, strict=True)])
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    parts = [_Part(float(w), fit[0], fit[1]) for w, fit in zip(weights, fits, strict=True)]
    return VerdictModel(size, columns.signed.shape[1], tuple(parts))


def _designs(duels: Ballots, columns: Columns, size: int) -> tuple[FloatArray, FloatArray]:
    """Return the rows that make d and those that make log nu."""
    rows = np.arange(len(duels))
    sides = np.zeros((len(duels), size + 1))
    sides[rows, duels.left] = 1.0
    sides[rows, duels.right] = -1.0
    sides[:, size] = 1.0
    even = np.column_stack([np.ones(len(duels)), columns.even])
    return np.column_stack([sides, columns.signed]), even


def _fit(
    prior: Gaussian,
    ballots: Ballots,
    designs: tuple[FloatArray, FloatArray],
    expected: Expected,
    nu_centre: float,
) -> tuple[FloatArray, FloatArray, float]:
    """Return mean, covariance and log-evidence by Laplace's approximation."""
    toward, tying = designs
    size, width = len(prior.mean), toward.shape[1]
    centre = np.concatenate(
        [prior.mean, [0.0], expected.signed_mean, [np.log(nu_centre)], expected.even_mean]
    )
    rest = np.concatenate(
        [
            [1.0 / BETA_VARIANCE],
            expected.signed_deviation**-2.0,
            [LOG_NU_DEVIATION**-2.0],
            expected.even_deviation**-2.0,
        ]
    )
    precision = np.zeros((len(centre), len(centre)))
    precision[:size, :size] = prior.precision
    precision[np.arange(size, len(centre)), np.arange(size, len(centre))] = rest
    ties = (ballots.outcome == 0).astype(float)

    def chances(state: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        nu = np.exp(tying @ state[width:])
        return davidson.probabilities(toward @ state[:width], nu)

    def height(state: FloatArray) -> float:
        won, tied, lost = chances(state)
        said = np.choose(ballots.outcome + 1, (lost, tied, won))
        away = state - centre
        fit = float(ballots.weight @ np.log(np.maximum(said, 1e-300)))
        return fit - 0.5 * float(away @ precision @ away)

    def bend(state: FloatArray) -> tuple[FloatArray, FloatArray]:
        won, tied, lost = chances(state)
        lean = (won - lost) / 2.0
        by_d = toward.T @ (ballots.weight * (ballots.outcome / 2.0 - lean))
        by_nu = tying.T @ (ballots.weight * (ties - tied))
        slope = np.concatenate([by_d, by_nu]) - precision @ (state - centre)
        second = precision.copy()
        own = ballots.weight * ((won + lost) / 4.0 - lean**2)
        second[:width, :width] += toward.T @ (own[:, None] * toward)
        mixed = toward.T @ ((-ballots.weight * lean * tied)[:, None] * tying)
        second[:width, width:] += mixed
        second[width:, :width] += mixed.T
        second[width:, width:] += tying.T @ ((ballots.weight * tied * (1 - tied))[:, None] * tying)
        return slope, cholesky(second)

    state = centre
    for _ in range(MAX_STEPS):
        slope, factor = bend(state)
        step, part = solve(factor, slope), 1.0
        before = height(state)
        while part > 1e-3 and height(state + part * step) < before - 1e-9:
            part /= 2.0
        state = state + part * step
        if float(np.max(np.abs(step))) * part < TOLERANCE:
            break
    _, factor = bend(state)
    evidence = height(state) - float(np.log(np.diag(factor)).sum())
    evidence += 0.5 * (float(np.log(rest).sum()) - prior.log_determinant)
    # The mean, not the mode, as in `laplace`.
    covariance = inverse(factor)
    won, tied, lost = chances(state)
    lean = (won - lost) / 2.0
    third = won * (0.5 - lean) ** 3 - tied * lean**3 - lost * (0.5 + lean) ** 3
    along = covariance[:, :width] @ toward.T
    variance = np.einsum("ij,ji->i", toward, along[:width])
    mean = state - 0.5 * along @ (ballots.weight * third * variance)
    return mean, covariance, evidence
