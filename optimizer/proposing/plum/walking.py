"""Where a walk through the prompts stands now, read out of the record."""

from __future__ import annotations

from collections.abc import Callable

from optimizer.proposing.moves.fitness import Fitness
from optimizer.proposing.moves.history import admitted
from optimizer.records import Candidate, Snapshot, StoredProposal


def stands_at(
    snapshot: Snapshot,
    proposer: str,
    worth: Fitness,
    accepts: Callable[[int, StoredProposal, float], bool],
) -> Candidate:
    """Return the candidate that a walk from the start prompt has come to.

    Each child of the walk is weighed against where the walk stood; children that nothing is known
    of yet wait and are weighed when it is.

    Args:
        snapshot: The pool and its record.
        proposer: Whose walk.
        worth: The pool's fitness.
        accepts: Whether the walk goes on to a child, by the number of the step, its proposal and
            what the child gains.
    """
    here = snapshot.start.id
    for step, proposal in enumerate(admitted(snapshot, proposer)):
        child = proposal.prompt_id
        if child is None or not worth.measured(child) or snapshot.candidate(child).archived:
            continue
        if accepts(step, proposal, worth.gain(child, here)):
            here = child
    return snapshot.candidate(here)
