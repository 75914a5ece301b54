"""Choosing the prompt that a child is made of."""

from __future__ import annotations

from math import exp
from random import Random

from optimizer.records import Candidate, Snapshot

INCUMBENT_SHARE = 0.5


def choose_parent(snapshot: Snapshot, rng: Random) -> Candidate:
    """Return the incumbent half of the time, otherwise a live candidate by its standing.

    Args:
        snapshot: The pool.
        rng: The source of chance.

    Returns:
        A candidate; a better posterior mean makes it likelier, by the odds e^mean.
    """
    if rng.random() < INCUMBENT_SHARE:
        return snapshot.incumbent
    live = [c for c in snapshot.candidates if snapshot.standings[c.id].live]
    best = max(snapshot.standings[c.id].mean for c in live)
    weights = [exp(snapshot.standings[c.id].mean - best) for c in live]
    return rng.choices(live, weights)[0]
