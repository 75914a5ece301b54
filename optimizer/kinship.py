"""How alike prompts are that descend from no other: what a new vote on one says of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from optimizer.preference import Pool
from optimizer.proposing.moves.hack_opinion import instructions
from optimizer.records import Candidate

FEWEST = 3
"""Of two prompts likeness says nothing: it is measured against the usual distance."""


def rootless(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """Return the ids of the prompts without a known parent: the start prompt, and imported ones."""
    known = {candidate.id for candidate in candidates}
    return tuple(c.id for c in candidates if not known.intersection(c.parents))


def with_likeness(
    pool: Pool, candidates: Sequence[Candidate], vectors: Mapping[str, NDArray[np.float32]]
) -> Pool:
    """Return a pool with the features of its roots, where there are a few and all are known.

    Args:
        pool: The lineage.
        candidates: The same prompts.
        vectors: What an embedding model made of texts.
    """
    roots = [k for k, parents in enumerate(pool.parents) if not parents]
    if not vectors or len(roots) < FEWEST:
        return pool
    found = {k: vectors.get(instructions(candidates[k].prompt)) for k in roots}
    known = {k: vector for k, vector in found.items() if vector is not None}
    sizes = {len(vector) for vector in known.values()}
    if len(known) < len(roots) or len(sizes) != 1:
        return pool
    features = np.zeros((len(pool), sizes.pop()))
    for k, vector in known.items():
        features[k] = vector
    return replace(pool, features=features)
