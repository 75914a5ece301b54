"""What has been tried before: every proposal ever made, taken or refused."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.records import Prompt, Snapshot


def untried(snapshot: Snapshot, prompts: Iterable[Prompt]) -> list[Prompt]:
    """Return the prompts that are not in the pool, without repeats and in the same order."""
    known = {candidate.id for candidate in snapshot.candidates}
    fresh: dict[str, Prompt] = {}
    for prompt in prompts:
        if prompt.id not in known:
            fresh.setdefault(prompt.id, prompt)
    return list(fresh.values())


def refused_edits(snapshot: Snapshot, proposer: str, parent: str) -> list[dict[str, object]]:
    """Return the edits of one parent that the gates refused to this proposer."""
    return [
        dict(proposal.edit)
        for proposal in snapshot.proposals
        if proposal.proposer == proposer
        and proposal.refusal is not None
        and parent in proposal.parents
    ]
