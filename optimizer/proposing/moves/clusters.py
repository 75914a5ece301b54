"""Grouping short texts by their words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.proposing.moves.vectors import vectors


def clusters(texts: Sequence[str], most: int) -> list[list[str]]:
    """Return the texts in groups around the ones farthest from each other.

    T. Gonzalez, "Clustering to Minimize the Maximum Intercluster Distance" (1985): it starts with
    the first text and always takes the text farthest from all centres as the next one.

    Args:
        texts: Different texts.
        most: How many groups at most.

    Returns:
        Groups; the first text of each is its centre.
    """
    if not texts or most < 1:
        return []
    points = vectors(texts)
    centres = [0]
    while len(centres) < min(most, len(texts)):
        likeness = (points @ points[centres].T).max(axis=1)
        likeness[centres] = np.inf
        centres.append(int(np.argmin(likeness)))
    nearest = np.argmax(points @ points[centres].T, axis=1)
    groups = [[texts[centre]] for centre in centres]
    for place, text in enumerate(texts):
        if place not in centres:
            groups[int(nearest[place])].append(text)
    return groups
