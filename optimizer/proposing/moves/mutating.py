"""One chance edit of a candidate's phrases, by the writer where there is one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from random import Random

from optimizer.proposing.moves.phrase_edits import (
    PARAPHRASE,
    PhraseEdit,
    draw_edit,
    paraphrased,
    phrase_edits,
)
from optimizer.proposing.moves.tried import refused_edits
from optimizer.protocols import Model
from optimizer.records import Candidate, Prompt, Proposal, Snapshot

_WRITER_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Mutation:
    """An edit, the child it makes, and the hash of the wording that made it, if any did."""

    edit: PhraseEdit
    prompt: Prompt
    wording_hash: str = ""

    def proposal(
        self,
        proposer: str,
        parent: Candidate,
        remember: Mapping[str, object] | None = None,
        hypothesis: str = "",
    ) -> Proposal:
        """Return the proposal of this child.

        Args:
            proposer: Who proposes it.
            parent: Whom it was made of.
            remember: What the method wants to read again beside the edit.
            hypothesis: What it should bring.
        """
        return Proposal(
            prompt=self.prompt,
            parents=(parent.id,),
            proposer=proposer,
            label=self.edit.label,
            reason=self.edit.reason,
            hypothesis=hypothesis,
            edit={**self.edit.as_dict(), **(remember or {})},
            wording_hash=self.wording_hash,
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which edits may be drawn.

    Attributes:
        within: The only phrases that may be taken away, moved or said otherwise; None for all.
        allowed: Further refusals; True lets an edit pass.
        actions: The only actions that may be drawn; empty for all.
    """

    within: Collection[str] | None = None
    allowed: Callable[[PhraseEdit], bool] = field(default=lambda edit: True)
    actions: tuple[str, ...] = ()

    def admits(self, edit: PhraseEdit) -> bool:
        """Return whether an edit may be drawn."""
        return self.allowed(edit) and (not self.actions or edit.action in self.actions)


def mutate(
    snapshot: Snapshot,
    parent: Candidate,
    writer: Model | None,
    rng: Random,
    proposer: str,
    bounds: Bounds | None = None,
) -> Mutation | None:
    """Return one edit of a candidate that is new to the pool, or None when all were tried.

    Args:
        snapshot: The pool.
        parent: The candidate.
        writer: Says a phrase in other words now and then; None where there is none.
        rng: The source of chance.
        proposer: Whose refused edits are not made again.
        bounds: Which edits may be drawn; None for all.

    Raises:
        WorldFault: The writer did not answer.
    """
    bounds = bounds or Bounds()
    writes = not bounds.actions or PARAPHRASE in bounds.actions
    if writer is not None and writes and rng.random() < _WRITER_SHARE:
        said = paraphrased(snapshot, parent, writer, rng, bounds.within)
        if said is not None and bounds.allowed(said[0]):
            return Mutation(*said)
    refused = {
        (edit.get("action"), str(edit.get("gone")), edit.get("new"))
        for edit in refused_edits(snapshot, proposer, parent.id)
    }
    fresh = [
        (edit, child)
        for edit, child in phrase_edits(snapshot, parent, bounds.within)
        if bounds.admits(edit) and (edit.action, str(list(edit.gone)), edit.new) not in refused
    ]
    drawn = draw_edit(fresh, rng)
    return None if drawn is None else Mutation(*drawn)
