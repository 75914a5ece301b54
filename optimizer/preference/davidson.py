"""The likelihood of one vote: Davidson's model of ties, with an offset for the left side.

R. R. Davidson, "On extending the Bradley-Terry model to accommodate ties in paired comparison
experiments" (1970), written in d = f_left - f_right + beta:

    P(left) = exp(d/2) / Z,  P(right) = exp(-d/2) / Z,  P(tie) = nu / Z,
    Z = exp(d/2) + exp(-d/2) + nu.

The log-likelihood is concave in (d, log nu) jointly, so both are found by one Newton iteration.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.preference.ballots import Cells

# People call every fourth to third pair of answers a tie (nu 0.7 to 1), simulated ones fewer (0.4).
START_NU = 0.7
# Whoever sees both answers at once favours a side by some 0.3 logit at most (57 : 43 of equals).
BETA_VARIANCE = 0.0625
# log nu has the prior of a Gamma distribution that peaks at its centre and weighs as eight ties:
# tie rates differ between people by a factor of about 1.4.
NU_SHAPE = 8.0
NODES = 21


def probabilities(
    d: FloatArray, nu: float | FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return P(left), P(tie), P(right) for differences d.

    Args:
        d: differences of utilities with the side offset, any shape.
        nu: the weight of ties, positive; one number or an array that goes with d.

    Returns:
        Three arrays of d's shape that add up to 1.
    """
    half = np.abs(d) / 2.0
    near, far = np.exp(-half), np.exp(-2.0 * half)
    total = 1.0 + far + nu * near
    better, worse, tie = 1.0 / total, far / total, nu * near / total
    positive = d >= 0
    return np.where(positive, better, worse), tie, np.where(positive, worse, better)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Log-likelihood of the cells with its first and second derivatives in d and log nu.

    Attributes:
        value: the summed log-likelihood.
        slope: derivative in each d, shape (n,).
        curvature: negative second derivative in each d, shape (n,), positive.
        nu_slope: derivative in log nu.
        nu_curvature: negative second derivative in log nu.
        cross: negative mixed derivative in d and log nu, shape (n,).
    """

    value: float
    slope: FloatArray
    curvature: FloatArray
    nu_slope: float
    nu_curvature: float
    cross: FloatArray


def curve(cells: Cells, d: FloatArray, nu: float) -> Curve:
    """Evaluate the log-likelihood of summed votes around d and nu.

    Args:
        cells: the summed votes.
        d: one difference per cell, shape (n,).
        nu: the weight of ties.

    Returns:
        Value and derivatives; the prior of nu is not part of it.
    """
    left, tie, right = probabilities(d, nu * cells.ties_by)
    votes = cells.wins + cells.ties + cells.losses
    mean = (left - right) / 2.0
    return Curve(
        value=value(cells, d, nu),
        slope=(cells.wins - cells.losses) / 2.0 - votes * mean,
        curvature=votes * ((left + right) / 4.0 - mean**2),
        nu_slope=float(np.sum(cells.ties - votes * tie)),
        nu_curvature=float(np.sum(votes * tie * (1.0 - tie))),
        cross=-votes * mean * tie,
    )


def skew(cells: Cells, d: FloatArray, nu: float) -> FloatArray:
    """Return the third derivative of the log-likelihood of summed votes in each d.

    Args:
        cells: the summed votes.
        d: one difference per cell, shape (n,).
        nu: the weight of ties.

    Returns:
        Shape (n,); it pulls the mean away from d = 0.
    """
    left, tie, right = probabilities(d, nu * cells.ties_by)
    mean = (left - right) / 2.0
    third = left * (0.5 - mean) ** 3 - tie * mean**3 - right * (0.5 + mean) ** 3
    return np.asarray(-(cells.wins + cells.ties + cells.losses) * third)


def value(cells: Cells, d: FloatArray, nu: float) -> float:
    """Return the summed log-likelihood of the cells at differences d."""
    nu_by = nu * cells.ties_by
    half = np.abs(d) / 2.0
    log_z = half + np.log1p(np.exp(-2.0 * half) + nu_by * np.exp(-half))
    votes = cells.wins + cells.ties + cells.losses
    total = (cells.wins - cells.losses) * d / 2.0 - votes * log_z + cells.ties * np.log(nu_by)
    return float(np.sum(total))


def log_prior_nu(nu: float, centre: float = START_NU) -> float:
    """Return the log-density of log nu, whose mode is log centre, up to a constant."""
    return float(NU_SHAPE * (np.log(nu) - nu / centre))


def one_vote_moments(
    outcome: int, weight: float, mean: float, variance: float, nu: float
) -> tuple[float, float, float]:
    """Learn one vote about d when d was N(mean, variance), by quadrature.

    Args:
        outcome: +1, 0 or -1.
        weight: the vote's weight.
        mean: d's mean before the vote.
        variance: d's variance before the vote.
        nu: the weight of ties.

    Returns:
        d's mean and variance after the vote, and how likely the vote was.
    """
    nodes, weights = _quadrature()
    d = mean + np.sqrt(variance) * nodes
    shares = weights * probabilities(d, nu)[1 - outcome] ** weight
    chance = float(shares.sum())
    shares = shares / chance
    moved = float(shares @ d)
    return moved, float(shares @ (d - moved) ** 2), chance


@cache
def _quadrature() -> tuple[FloatArray, FloatArray]:
    """Return nodes and weights of a standard normal distribution."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return nodes, weights / weights.sum()
