"""A candidate that is already there teaches nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from optimizer.records import Prompt, Proposal, Refusal, Snapshot

TOO_LIKE = 0.97
FEW_LETTERS = 40
"""Of a long prompt three in a hundred letters are many sentences."""


@dataclass(frozen=True, slots=True)
class Novelty:
    """Refuse a prompt that equals one of the pool, or is one in all but a few letters."""

    name: ClassVar[str] = "novelty"

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Compare with every candidate, archived ones too; see `Gate`."""
        from rapidfuzz.distance import Indel

        own, frame = _words(proposal.prompt), _frame(proposal.prompt)
        for candidate in snapshot.candidates:
            if candidate.id == proposal.prompt.id:
                return Refusal(self.name, f"is the same as {candidate.name}")
            if _frame(candidate.prompt) != frame:
                continue
            other = _words(candidate.prompt)
            if other == own:
                return Refusal(self.name, f"has the same words as {candidate.name}")
            one, two = " ".join(own), " ".join(other)
            few = min((1.0 - TOO_LIKE) * (len(one) + len(two)), FEW_LETTERS)
            changed = Indel.distance(one, two, score_cutoff=int(few))
            if changed < few and proposal.wording_hash:
                return Refusal(self.name, f"is nearly the same as {candidate.name}")
        return None


def _words(prompt: Prompt) -> list[str]:
    return f"{prompt.system} {prompt.instruction}".casefold().split()


def _frame(prompt: Prompt) -> Prompt:
    """Return all of a prompt but its words."""
    return replace(prompt, system="", instruction="")
