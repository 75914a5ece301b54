"""Consistency probes: now and then an earlier duel again, with its sides exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import numpy as np

from optimizer.evidence import Judgement
from optimizer.records import Duel, Purpose, Verdict

FORGOTTEN_AFTER = 8
"""So many votes later a pair is no longer fresh in the mind."""


def choose_probe(
    in_force: Sequence[Judgement],
    waiting: Sequence[Duel],
    setting_id: str,
    share: float,
    rng: np.random.Generator,
) -> Duel | None:
    """Return an earlier duel that is to be judged again, if it is time.

    Args:
        in_force: Votes in force, oldest first.
        waiting: Duels that are ready or on the screen.
        setting_id: The present setting.
        share: The share of duels that are probes; 0 for none.
        rng: The source of chance.
    """
    if share <= 0.0 or any(duel.purpose is Purpose.PROBE for duel in waiting):
        return None
    # Most of the time the last probe is not long ago, so the search begins at the latest vote.
    recent = (e.duel for e in reversed(in_force) if e.duel.setting_id == setting_id)
    since = takewhile(lambda duel: duel.purpose is not Purpose.PROBE, recent)
    if sum(1 for _ in since) < 1.0 / share:
        return None
    known = [entry for entry in in_force if entry.duel.setting_id == setting_id]
    probed = {entry.outputs for entry in known if entry.duel.purpose is Purpose.PROBE}
    candidates = [
        entry.duel
        for entry in known[: len(known) - FORGOTTEN_AFTER]
        if entry.duel.purpose is Purpose.TUNE
        and entry.vote.verdict is not Verdict.SKIP
        and entry.outputs not in probed
    ]
    return candidates[int(rng.integers(len(candidates)))] if candidates else None
