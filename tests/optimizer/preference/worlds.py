"""Random small cases that several tests of the preference model share."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from optimizer.preference import Ballot, Ballots, Pool


@st.composite
def pools(draw: st.DrawFn, *, largest: int = 7, grows: bool | None = None) -> Pool:
    """Draw a pool: roots first, then children and merges."""
    size = draw(st.integers(2, largest))
    lineage = draw(st.booleans()) if grows is None else grows
    parents: list[tuple[int, ...]] = [()]
    for child in range(1, size):
        wanted = draw(st.integers(0, min(2, child))) if lineage else 0
        chosen = draw(st.permutations(range(child)))[:wanted]
        parents.append(tuple(sorted(chosen)))
    return Pool(parents=tuple(parents))


@st.composite
def votes(draw: st.DrawFn, size: int, *, most: int = 12) -> Ballots:
    """Draw votes over `size` prompts."""
    ballots = []
    for _ in range(draw(st.integers(0, most))):
        left, right = draw(st.permutations(range(size)))[:2]
        ballots.append(
            Ballot(
                left,
                right,
                draw(st.sampled_from((1, 0, -1))),
                draw(st.sampled_from((1.0, 0.5, 1 / 3))),
                draw(st.integers(0, 4)),
            )
        )
    return Ballots.of(ballots)


@st.composite
def cases(draw: st.DrawFn, *, grows: bool | None = None) -> tuple[Pool, Ballots]:
    """Draw a pool and votes on it."""
    pool = draw(pools(grows=grows))
    return pool, draw(votes(len(pool)))


def random_votes(
    utilities: np.ndarray, count: int, seed: int, *, beta: float = 0.3, ties: float = 0.4
) -> Ballots:
    """Let one simulated person vote on random pairs."""
    rng = np.random.default_rng(seed)
    ballots = []
    for _ in range(count):
        left, right = (int(k) for k in rng.choice(len(utilities), 2, replace=False))
        d = utilities[left] - utilities[right] + beta
        weights = np.array([np.exp(d / 2), ties, np.exp(-d / 2)])
        outcome = int(rng.choice([1, 0, -1], p=weights / weights.sum()))
        ballots.append(Ballot(left, right, outcome, example=int(rng.integers(40))))
    return Ballots.of(ballots)
