"""The normal distribution without scipy, whose loading the first pair would have to wait for."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from optimizer.preference.arrays import FloatArray

_ABOVE = (
    3.52624965998911e-02,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376,
)
_BELOW = (
    8.83883476483184e-02,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752,
)
_FAR = 7.07  # from here on a continued fraction is closer
_FARTHEST = 40.0  # where nothing is left
_ROOT = np.sqrt(2.0 * np.pi)


def cumulative(values: ArrayLike) -> FloatArray:
    """Return the standard normal distribution function.

    Source: G. West, "Better approximations to cumulative normal functions" (Wilmott, 2005), after
    J. F. Hart and others; right to about the last place of a double.

    Args:
        values: Any shape.

    Returns:
        Probabilities of the same shape.
    """
    points = np.asarray(values, dtype=np.float64)
    away = np.minimum(np.abs(points), _FARTHEST)
    bell = np.exp(-0.5 * away * away)
    tail = np.asarray(bell * _polynomial(_ABOVE, away) / _polynomial(_BELOW, away))
    far = away > _FAR
    if far.any():
        tail[far] = bell[far] / (_ROOT * _fraction(away[far]))
    return np.where(points > 0.0, 1.0 - tail, tail)


def _polynomial(factors: tuple[float, ...], points: FloatArray) -> FloatArray:
    """Return a polynomial at some points; the factor of the highest power is first."""
    value = np.full_like(points, factors[0])
    for factor in factors[1:]:
        value *= points
        value += factor
    return value


def _fraction(points: FloatArray) -> FloatArray:
    value = points + 0.65
    for step in (4.0, 3.0, 2.0, 1.0):
        value = points + step / value
    return value
