"""Whether the next turn belongs to those who read why people voted as they did.

A vote says which of two is better, its reason says what to change. While there are reasons that
nobody has read, those who read them and all others are two arms of a bandit by Thompson sampling,
as proposers are within each (`optimizer.breeding.portfolio`): within a hundred votes some twenty
children hardly tell eight proposers apart, but they tell two groups apart. Where people complain of
what words can mend, readers keep the turn until all is read; where they do not, they soon lose it.

What is written before the first vote is written blindly. So one place of the first pool is kept for
whoever reads the first reason: of twenty votes, three or four children are all that come.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random

from optimizer.breeding.child_gains import Families, Prospect, gains_by_votes, prospect
from optimizer.breeding.growth import FIRST_POOL
from optimizer.preference import Posterior
from optimizer.records import Candidate, Snapshot

LEAD = 0.25
"""What whoever reads reasons is expected to gain beyond others before anything is known, in logits:
half the spread of what proposers gain."""

PATIENCE = 3
"""So many votes that place is kept; people who say nothing must not hold up the pool."""

_DRAWS = 200


def readers_write(
    readers: Collection[str], snapshot: Snapshot, posterior: Posterior, rng: Random
) -> bool:
    """Return whether one of those who read reasons writes next.

    Args:
        readers: The proposers that read reasons and can work now.
        snapshot: The pool with its votes and its record.
        posterior: What is believed of it.
        rng: The source of chance.
    """
    if not readers or not reasons_wait(readers, snapshot):
        return False
    reading, others = _prospects(readers, snapshot.candidates, posterior)
    return reading.draw(rng) >= others.draw(rng)


def place_kept(readers: Collection[str], snapshot: Snapshot) -> bool:
    """Return whether what comes next is the place of the first pool that is kept for a reader.

    Args:
        readers: The proposers that read reasons and can work now.
        snapshot: The pool with its votes and its record.
    """
    if not readers or len(snapshot.candidates) != FIRST_POOL - 1:
        return False
    return not any(p.proposer in readers and p.prompt_id for p in snapshot.proposals)


def reasons_wait(readers: Collection[str], snapshot: Snapshot) -> bool:
    """Return whether there are reasons that none of those who read them has read.

    Args:
        readers: The proposers that read reasons.
        snapshot: The pool with its votes and its record.
    """
    record = snapshot.proposals
    read = {duel for each in record if each.proposer in readers for duel in each.evidence}
    return any(
        (duel.tags or duel.reason or duel.marks) and duel.duel_id not in read
        for duel in snapshot.duels
    )


def chance_of_readers(
    readers: Collection[str],
    candidates: Sequence[Candidate],
    posterior: Posterior,
    families: Families | None = None,
) -> float:
    """Return how likely the next turn is a reader's, while reasons wait.

    Args:
        readers: The proposers that read reasons.
        candidates: The pool, in the posterior's order.
        posterior: What is believed of it.
        families: Those of the pool, where they are at hand.
    """
    reading, others = _prospects(readers, candidates, posterior, families)
    rng = Random(0)
    return sum(reading.draw(rng) >= others.draw(rng) for _ in range(_DRAWS)) / _DRAWS


def _prospects(
    readers: Collection[str],
    candidates: Sequence[Candidate],
    posterior: Posterior,
    families: Families | None = None,
) -> tuple[Prospect, Prospect]:
    """Return what a child of those who read reasons may gain, and one of all others."""
    seen = gains_by_votes(candidates, posterior, families)
    read = [gain for name, gains in seen.items() if name in readers for gain in gains]
    rest = [gain for name, gains in seen.items() if name not in readers for gain in gains]
    return prospect(read, LEAD), prospect(rest)
