"""The core of a large pool: the prompts whose votes are learned together, exactly.

A dense fit costs K^3. Past a few hundred prompts only a core is fitted so: those that matter now,
some that they met, and the leaders of earlier days. Its prior is the lineage prior of the whole
pool with everybody else integrated out: a chain of prompts between two of the core becomes one
longer step, which is exact, and prompts at which lines of the core part stay in it. (Above a merge
outside the core one parent's line is followed.) Votes with others outside say nothing here, so the
core is never surer than its own votes make it. Everybody else is placed around it afterwards, see
`surroundings`: prompts without votes by the lineage prior, which is exact as well, the others by
their own votes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from optimizer.preference.arrays import IntArray
from optimizer.preference.ballots import Ballots
from optimizer.preference.expectations import Expectation
from optimizer.preference.pool import Pool

WHOLE = 300
"""So many prompts are fitted as a whole."""

MET = 0.25
"""So much of what is left of the core goes to those whom the others met, the rest by votes."""

CORE = 240
"""So many prompts are chosen for the core of a larger pool; where lines part, more are added."""


@dataclass(frozen=True, slots=True, eq=False)
class Core:
    """A part of a pool with its own votes.

    Attributes:
        kept: indices of its prompts, rising, shape (m,).
        pool: these prompts; the others are integrated out of their lineage.
        ballots: the votes between two of them.
        beliefs: what was believed of two of them.
    """

    kept: IntArray
    pool: Pool
    ballots: Ballots
    beliefs: tuple[Expectation, ...]


def core_of(
    pool: Pool,
    ballots: Ballots,
    interest: Sequence[int] = (),
    beliefs: Sequence[Expectation] = (),
    size: int = CORE,
) -> Core:
    """Choose the core of a pool.

    Args:
        pool: all prompts.
        ballots: all votes.
        interest: prompts that matter most, the most important first.
        beliefs: what the person believed of some prompts.
        size: how many prompts are chosen.

    Returns:
        The core with its votes.
    """
    chosen = _chosen(len(pool), ballots, interest, beliefs, size)
    kept, small = _contracted(pool, chosen)
    place = np.full(len(pool), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    left, right = place[ballots.left], place[ballots.right]
    among = ballots.take((left >= 0) & (right >= 0))
    own = replace(among, left=place[among.left], right=place[among.right])
    held = tuple(
        replace(belief, better=int(place[belief.better]), worse=int(place[belief.worse]))
        for belief in beliefs
        if place[belief.better] >= 0 and place[belief.worse] >= 0
    )
    return Core(kept, small, own, held)


def _chosen(
    total: int, ballots: Ballots, interest: Sequence[int], beliefs: Sequence[Expectation], size: int
) -> list[int]:
    """Take whoever matters, some that they met most, and those with most votes of all.

    The last are the leaders of their days: each was measured against the one before, so that they
    tie the latest prompts to the first ones. Where votes are few, the newest prompts follow.
    """
    named = [k for belief in beliefs for k in (belief.better, belief.worse)]
    order = list(dict.fromkeys([*(interest or (0,)), *named]))[:size]
    inside = np.zeros(total, dtype=bool)
    inside[order] = True
    votes = np.bincount(ballots.left, ballots.weight, total)
    votes += np.bincount(ballots.right, ballots.weight, total)
    met = np.bincount(ballots.left, inside[ballots.right] * ballots.weight, total)
    met += np.bincount(ballots.right, inside[ballots.left] * ballots.weight, total)
    for room, worth in ((MET, met), (1.0, votes)):
        worth = np.where(inside, -1.0, worth)
        ranked = np.argsort(-worth, kind="stable")[: round(room * (size - len(order)))]
        more = [int(k) for k in ranked if worth[k] > 0.0]
        inside[more] = True
        order += more
    newest = (k for k in range(total - 1, -1, -1) if not inside[k])
    return [*order, *islice(newest, max(0, size - len(order)))]


def _contracted(pool: Pool, chosen: Iterable[int]) -> tuple[IntArray, Pool]:
    """Return the chosen prompts, those where their lines part, and the pool that they make."""
    wanted = set(chosen)
    lines: Counter[int] = Counter()  # how many lines of descent reach a prompt from below
    waiting, seen = list(wanted), set(wanted)
    while waiting:
        k = waiting.pop()
        for parent in _above(pool, k, wanted):
            lines[parent] += 1
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    kept = sorted(k for k in seen if k in wanted or lines[k] > 1 or not pool.parents[k])
    place = {k: at for at, k in enumerate(kept)}
    parents, drifts, strides = [], np.ones(len(kept)), np.ones(len(kept))
    for at, k in enumerate(kept):
        found, away = [], []
        for parent in _above(pool, k, wanted):
            up, steps = parent, 0
            while up not in place:
                up, steps = pool.parents[up][0], steps + 1
            found.append(place[up])
            away.append(steps)
        parents.append(tuple(found))
        if found:
            drifts[at] = 1.0 + sum(away) / len(away)
            strides[at] = 1.0 + sum(away) / len(away) ** 2
    whole = np.array(kept, dtype=np.int64)
    return whole, Pool(
        parents=tuple(parents),
        features=None if pool.features is None else pool.features[whole],
        proposer=None if pool.proposer is None else pool.proposer[whole],
        covariates=None if pool.covariates is None else pool.covariates[whole],
        drifts=drifts,
        strides=strides,
        looks=None if pool.looks is None else pool.looks[whole],
    )


def _above(pool: Pool, k: int, wanted: set[int]) -> tuple[int, ...]:
    """Return whose line goes on: of a merge outside the core only the first parent's."""
    parents = pool.parents[k]
    return parents if k in wanted else parents[:1]
