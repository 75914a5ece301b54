"""What a proposer did before: its own proposals, read out of the record."""

from __future__ import annotations

from optimizer.records import Snapshot, StoredProposal


def admitted(snapshot: Snapshot, proposer: str) -> list[StoredProposal]:
    """Return a proposer's proposals that became candidates and have a standing, oldest first.

    Args:
        snapshot: The pool and its record.
        proposer: The proposer's name.
    """
    return [
        proposal
        for proposal in snapshot.proposals
        if proposal.proposer == proposer and proposal.prompt_id in snapshot.standings
    ]


def number(value: object, otherwise: float = 0.0) -> float:
    """Return a number out of an edit; files may hold anything.

    Args:
        value: What stands in the edit.
        otherwise: What is meant when that is no number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return otherwise
    return float(value)
