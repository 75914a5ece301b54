"""Pools that grow: proposals become candidates and records, as the engine makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from optimizer.breeding.naming import new_handle
from optimizer.proposing.gates import standing_gates
from optimizer.records import (
    Candidate,
    Completion,
    Proposal,
    Refusal,
    Snapshot,
    Standing,
    StoredProposal,
)
from tests.optimizer.proposing.pools import Listening


def refusals(proposals: Sequence[Proposal], pool: Snapshot) -> list[Refusal | None]:
    """What the standing gates say of each proposal."""
    return [refusal(proposal, pool) for proposal in proposals]


def refusal(proposal: Proposal, pool: Snapshot) -> Refusal | None:
    """What the standing gates say of a proposal."""
    said = (gate.check(proposal, pool) for gate in standing_gates())
    return next((found for found in said if found is not None), None)


def stored(
    proposal: Proposal, number: int = 0, refused: Refusal | None = None, run_id: str | None = None
) -> StoredProposal:
    """A proposal as the record holds it."""
    return StoredProposal(
        id=f"p{number}",
        proposer=proposal.proposer,
        parents=proposal.parents,
        label=proposal.label,
        reason=proposal.reason,
        hypothesis=proposal.hypothesis,
        edit=proposal.edit,
        refusal=refused,
        prompt_id=None if refused else proposal.prompt.id,
        made_at="",
        run_id=run_id,
        wording_hash=proposal.wording_hash,
        evidence=proposal.evidence,
    )


def standing(mean: float, votes: int = 2) -> Standing:
    """A standing of this mean; the win rate follows from it."""
    rate = 1 / (1 + 2.718281828459045**-mean)
    return Standing(votes, 0, 0, mean, 0.3, 0.2, rate, rate, 0.0, 1.0, live=True)


def with_means(pool: Snapshot, means: Mapping[str, float]) -> Snapshot:
    """The pool with these means; the best becomes the incumbent."""
    standings = dict(pool.standings) | {key: standing(mean) for key, mean in means.items()}
    best = max(pool.candidates, key=lambda c: standings[c.id].mean)
    return replace(pool, standings=standings, incumbent=best)


def grown(
    pool: Snapshot, proposals: Sequence[Proposal], worth: Callable[[Proposal], float]
) -> Snapshot:
    """The pool after these proposals went through the standing gates."""
    for proposal in proposals:
        found = refusal(proposal, pool)
        record = stored(proposal, len(pool.proposals), found)
        pool = replace(pool, proposals=(*pool.proposals, record))
        if found is None:
            member = Candidate(
                prompt=proposal.prompt,
                handle=new_handle(proposal.parents, pool.candidates),
                label=proposal.label,
                parents=proposal.parents,
                proposer=proposal.proposer,
            )
            pool = replace(pool, candidates=(*pool.candidates, member))
            pool = with_means(pool, {member.id: worth(proposal)})
    return pool


class Answering(Listening):
    """A writer that answers by a rule."""

    def __init__(self, rule: Callable[[str], str], finish: str = "stop") -> None:
        super().__init__()
        self._rule = rule
        self._finish = finish

    def answer(self, told: str, room: int) -> Completion:
        """Return what the rule says to this."""
        return Completion(self._rule(told), self._finish, 1, 1, 0.0, 1)
