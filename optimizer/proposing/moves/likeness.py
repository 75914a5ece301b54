"""How far apart two texts are: in meaning where an embedding model was named, else in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.proposing.moves.vectors import distance
from optimizer.records import Snapshot


def apart(snapshot: Snapshot, one: str, other: str) -> float:
    """Return the cosine distance of two texts, from 0 (the same) to 1 (nothing in common).

    Args:
        snapshot: It holds the vectors of the named embedding model; where it lacks one of the two,
            the words and pairs of words of both are compared instead.
        one: A text.
        other: Another one.
    """
    first, second = snapshot.vectors.get(one), snapshot.vectors.get(other)
    if first is None or second is None or len(first) != len(second):
        return distance(one, other)
    return cosine_distance(first, second)


def cosine_distance(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Return the cosine distance of two vectors of length one, from 0 to 1; opposites are at 1."""
    return float(np.clip(1.0 - one @ other, 0.0, 1.0))
