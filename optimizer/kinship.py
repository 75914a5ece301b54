"""How alike prompts are that descend from no other: what a new vote on one says of the others.

They are alike by what they say, and by how what they lead to looks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from optimizer.preference import Pool
from optimizer.preference.arrays import FloatArray
from optimizer.preference.features import centred, hashed
from optimizer.proposing.moves.hack_opinion import instructions
from optimizer.records import Candidate

FEWEST = 3
"""Of two prompts likeness says nothing: it is measured against the usual distance."""

MOST_BY_WORDS = 300
"""Beyond so many all would be set against each other for too long whenever one is imported."""

Vectors = Mapping[str, NDArray[np.float32]]
Looks = Callable[[Sequence[int]], FloatArray | None]


class Likeness:
    """Tells how alike the start prompt and imported ones are, by a model's vectors or by words."""

    def __init__(self) -> None:
        self._hashed: dict[str, FloatArray] = {}

    def of(self, pool: Pool, candidates: Sequence[Candidate], vectors: Vectors) -> Pool:
        """Return a pool with the features of its roots, where there are a few.

        Args:
            pool: The lineage.
            candidates: The same prompts.
            vectors: What an embedding model made of texts; where it lacks one, words count.
        """
        roots = [k for k, parents in enumerate(pool.parents) if not parents]
        if len(roots) < FEWEST:
            return pool
        texts = [instructions(candidates[k].prompt) for k in roots]
        made = _by_model(texts, vectors)
        if made is None and len(roots) <= MOST_BY_WORDS:
            made = self._by_words(texts)
        if made is None:
            return pool
        features = np.zeros((len(pool), made.shape[1]))
        features[roots] = made
        return replace(pool, features=features)

    def looking(self, pool: Pool, looks: Looks) -> Pool:
        """Return a pool with the looks of its roots' outputs, where their likeness is told at all.

        Args:
            pool: See `of`.
            looks: Gives the typical looks of some prompts' outputs, by index.
        """
        if pool.features is None:
            return pool
        roots = [k for k, parents in enumerate(pool.parents) if not parents]
        seen = looks(roots) if len(roots) <= MOST_BY_WORDS else None
        if seen is None:
            return pool
        rows = np.full((len(pool), seen.shape[1]), np.nan)
        rows[roots] = seen
        return replace(pool, looks=rows)

    def _by_words(self, texts: Sequence[str]) -> FloatArray:
        for text in texts:
            if text not in self._hashed:
                self._hashed[text] = hashed(text)
        return centred(np.array([self._hashed[text] for text in texts]))


def _by_model(texts: Sequence[str], vectors: Vectors) -> FloatArray | None:
    """Return a model's vectors, one a row; None where one is lacking or of another model."""
    found = [vectors[text] for text in texts if text in vectors]
    if len(found) < len(texts) or len({len(vector) for vector in found}) != 1:
        return None
    return np.array(found, dtype=np.float64)
