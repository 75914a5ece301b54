"""How alike prompts without a common ancestor are: by their own features, and by their outputs."""

from __future__ import annotations

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.preference.looks import FEWEST
from optimizer.preference.pool import Pool

Shares = tuple[float, float]
"""How much of the variance is explained by likeness of features, and by that of looks."""


def correlation(pool: Pool, shares: Shares) -> FloatArray:
    """Return how the utilities of a pool's prompts go together, lineage left aside.

    Args:
        pool: the prompts, with what is known of their features and looks.
        shares: by how much either likeness explains; the rest is white, so that no two prompts are
            ever taken to be the same.

    Returns:
        Shape (K, K), with a diagonal of ones on average.
    """
    by_features, by_looks = shares
    found = (1.0 - by_features - by_looks) * np.eye(len(pool))
    if by_features > 0.0:
        found += by_features * _near(pool.features, len(pool))
    if by_looks > 0.0:
        found += by_looks * _along(pool.looks, len(pool))
    return found


def _near(features: FloatArray | None, size: int) -> FloatArray:
    """Return a correlation that falls with the distance of features, in usual distances."""
    if features is None or size < 2:
        return np.eye(size)
    squares = np.sum(features**2, axis=1)
    distance = np.maximum(squares[:, None] + squares[None, :] - 2.0 * features @ features.T, 0.0)
    apart = distance[np.triu_indices(size, 1)]
    length = float(np.median(np.sqrt(apart)))
    if length <= 0.0:
        return np.eye(size)
    likeness = np.exp(-distance / (2.0 * length**2))
    np.fill_diagonal(likeness, 1.0)
    return np.asarray(likeness)


def _along(looks: FloatArray | None, size: int) -> FloatArray:
    """Return what follows if some direction among the traits of looks is what people go by.

    The direction is unknown, so that utilities go together as the looks' inner products do. A
    prompt that looks like no other may be far better or far worse than all; one of which nothing
    is known stands for itself.
    """
    found = np.eye(size)
    known = np.zeros(size, dtype=bool) if looks is None else ~np.isnan(looks).any(axis=1)
    if looks is None or known.sum() < FEWEST:
        return found
    away = looks[known] - looks[known].mean(axis=0)
    usual = float(np.sum(away**2)) / len(away)
    if usual > 0.0:
        found[np.ix_(known, known)] = away @ away.T / usual
    return found
