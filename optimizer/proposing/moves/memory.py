"""What a method remembers: its own proposals, read back out of the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from optimizer.records import Snapshot, StoredProposal

_Value = TypeVar("_Value")


def own_proposals(snapshot: Snapshot, name: str) -> list[StoredProposal]:
    """Return what a proposer wrote in the run that goes on, refused or not, oldest first.

    Args:
        snapshot: The pool and its record; without a run, the whole record counts.
        name: The proposer's name.
    """
    return [
        proposal
        for proposal in snapshot.proposals
        if proposal.proposer == name
        and (snapshot.run_id is None or proposal.run_id == snapshot.run_id)
    ]


def rounds_done(snapshot: Snapshot, name: str) -> int:
    """Return how many rounds a proposer that numbers them in its edits has done in this run."""
    rounds = {remembered(p.edit, "round", int) for p in own_proposals(snapshot, name)}
    return len(rounds - {None})


def remembered(edit: Mapping[str, object], key: str, kind: type[_Value]) -> _Value | None:
    """Return a value of an edit if it is of this kind: the record may be of another version."""
    value = edit.get(key)
    return value if isinstance(value, kind) else None
