"""Consistency probes: now and then an earlier duel again, with its sides exchanged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.records import Duel, Purpose
from optimizer.votes.judgements import Judgements

FORGOTTEN_AFTER = 8
"""So many votes later a pair is no longer fresh in the mind."""


def choose_probe(
    known: Judgements, waiting: Sequence[Duel], share: float, rng: np.random.Generator
) -> str | None:
    """Return the id of an earlier duel that is to be judged again, if it is time.

    Args:
        known: Votes in force on the present setting, oldest first.
        waiting: Duels that are ready or on the screen.
        share: The share of duels that are probes; 0 for none.
        rng: The source of chance.
    """
    if share <= 0.0 or any(duel.purpose is Purpose.PROBE for duel in waiting):
        return None
    probes = np.flatnonzero(known.are(Purpose.PROBE))
    if len(known) - 1 - (probes[-1] if len(probes) else -1) < 1.0 / share:
        return None
    same = known.same_outputs()
    candidates = known.are(Purpose.TUNE) & known.decided() & ~np.isin(same, same[probes])
    forgotten = np.flatnonzero(candidates[: max(0, len(known) - FORGOTTEN_AFTER)])
    return known.duel_id(int(rng.choice(forgotten))) if len(forgotten) else None
