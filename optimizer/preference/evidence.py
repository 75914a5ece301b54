"""How well every prior of a grid foresaw the votes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.preference.newton import Laplace, Peak
from optimizer.preference.prior import PriorPoint


def scores_of(points: Sequence[PriorPoint], fits: Sequence[Peak | Laplace]) -> FloatArray:
    """Return the logarithm of every point's posterior weight, up to a constant, shape (H,).

    Args:
        points: the grid, each point with its weight beforehand.
        fits: what the votes say under each of them, in the same order.
    """
    return np.array([f.log_evidence + p.log_weight for f, p in zip(fits, points, strict=True)])


def weights_of(points: Sequence[PriorPoint], fits: Sequence[Peak | Laplace]) -> FloatArray:
    """Return the posterior weight of every point of a grid, adding up to 1, shape (H,).

    Args:
        points: the grid, each point with its weight beforehand.
        fits: what the votes say under each of them, in the same order.
    """
    scores = scores_of(points, fits)
    weights = np.exp(scores - scores.max())
    return np.asarray(weights / weights.sum())
