"""Choosing the prompt that a child is made of."""

from __future__ import annotations

from math import exp
from random import Random

from optimizer.proposing.moves.ranking import by_metric_alone, leader, merits
from optimizer.records import Candidate, Snapshot

INCUMBENT_SHARE = 0.5
_SCORE_ODDS = 12.0
"""A score spans 0 to 1 where logits span several units, and most of a pool is near the floor."""


def choose_parent(snapshot: Snapshot, rng: Random) -> Candidate:
    """Return the incumbent half of the time, otherwise a live candidate by its standing.

    Args:
        snapshot: The pool.
        rng: The source of chance.

    Returns:
        A candidate; a better posterior mean makes it likelier, by the odds e^mean. Where a metric
        is all the evidence, the best known prompt and the scores take their place.
    """
    if rng.random() < INCUMBENT_SHARE:
        return leader(snapshot)
    live = [c for c in snapshot.candidates if snapshot.standings[c.id].live]
    worth, scale = merits(snapshot), _SCORE_ODDS if by_metric_alone(snapshot) else 1.0
    best = max(worth[c.id] for c in live)
    weights = [exp(scale * (worth[c.id] - best)) for c in live]
    return rng.choices(live, weights)[0]
