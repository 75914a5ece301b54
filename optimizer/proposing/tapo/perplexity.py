"""How likely a model finds the answers that its prompts brought about, read again where known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from optimizer.proposing.moves.runs import first_words
from optimizer.protocols import Likelihood
from optimizer.records import Candidate, Snapshot
from optimizer.template import render

LOSSES = "losses"
"""Where the edit of a proposal holds what was measured, by prompt id: every token is a request."""

_WORDS = 16


def losses(
    snapshot: Snapshot,
    members: Sequence[Candidate],
    likelihood: Likelihood,
    proposer: str,
    answers: int,
) -> dict[str, float]:
    """Return the mean loss of the tokens of some answers by prompt id, in nats.

    Args:
        snapshot: The pool with its answers and its record.
        members: The prompts that are measured.
        likelihood: Tells how likely the answering model finds an answer.
        proposer: Whose record holds what was measured before.
        answers: Of how many answers of a prompt, the first words of each.
    """
    known = remembered(snapshot, proposer)
    found = {member.id: known[member.id] for member in members if member.id in known}
    for member in members:
        rows = [row for row in snapshot.examples if _beginning(snapshot, member, row.id)]
        if member.id not in found and len(rows) >= answers:
            found[member.id] = fmean(
                likelihood.loss(
                    render(member.prompt, row.fields), _beginning(snapshot, member, row.id)
                )
                for row in rows[:answers]
            )
    return found


def remembered(snapshot: Snapshot, proposer: str) -> dict[str, float]:
    """Return what the record holds of losses, by prompt id."""
    found: dict[str, float] = {}
    for proposal in snapshot.proposals:
        kept = proposal.edit.get(LOSSES)
        if proposal.proposer == proposer and isinstance(kept, Mapping):
            found |= {str(k): float(v) for k, v in kept.items() if isinstance(v, int | float)}
    return found


def _beginning(snapshot: Snapshot, member: Candidate, example_id: str) -> str:
    return first_words(snapshot.answers.get(member.id, {}).get(example_id, ""), _WORDS)
