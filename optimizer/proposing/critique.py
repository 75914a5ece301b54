"""Read why a prompt lost, say what is wrong with it, and rewrite it.

The idea of a textual gradient: R. Pryzant et al., "Automatic Prompt Optimization with 'Gradient
Descent' and Beam Search" (2023); here the losses are a person's votes, or a metric's low scores.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.asking import (
    ask_for_prompt,
    criteria_text,
    room_for,
    wording_of,
)
from optimizer.proposing.moves.cases import Case, failures
from optimizer.proposing.moves.children import child, first_sentence
from optimizer.proposing.moves.criticising import criticise
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.lists import items
from optimizer.proposing.moves.losers import losers
from optimizer.proposing.moves.related import said_of_relatives
from optimizer.proposing.moves.whys import hypothesis, whys
from optimizer.protocols import Model
from optimizer.records import BroodSize, Candidate, Proposal, Snapshot
from optimizer.word_count import split_words

_WHY = "rewritten after its losses"


@dataclass(frozen=True, slots=True)
class Critique:
    """Lost duels and reasons, a criticism of them, one rewrite or several.

    With `edits` above one, each child removes one of the causes that the criticism names, the most
    frequent first. The parent is one of the `beam` best candidates that failed somewhere, the one
    that has the fewest children by criticism. With `related` the writer also reads what was said
    against other prompts of the same family.
    """

    name: ClassVar[str] = "critique"
    needs_writer: ClassVar[bool] = True
    reads_reasons: ClassVar[bool] = True

    losses: int = 4
    edits: int = 1
    beam: int = 1
    related: bool = False

    @property
    def a_turn(self) -> BroodSize:
        """As many as are asked for; see `BroodProposer`."""
        return BroodSize(self.edits)

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Criticise a good candidate that lost, and rewrite it; see `Proposer`."""
        parent = self._parent(snapshot)
        if parent is None or writer is None:
            return []
        cases = failures(snapshot, parent.id, rng, self.losses)
        criticism = criticise(snapshot, writer, parent, cases, rng, related=self.related)
        causes = [criticism] if self.edits == 1 else _causes(criticism)
        children: list[Proposal] = []
        for cause in causes[: self.edits]:
            if cause:
                children += self._rewrite(snapshot, writer, parent, cases, cause)
        return children

    def _rewrite(
        self,
        snapshot: Snapshot,
        writer: Model,
        parent: Candidate,
        cases: list[Case],
        criticism: str,
    ) -> list[Proposal]:
        text = editable_text(parent.prompt)
        wording = wording_of(snapshot, "critique_rewrite")
        told = {"prompt": text, "criteria": criteria_text(snapshot), "criticism": criticism}
        reason = first_sentence(criticism)
        return child(
            parent,
            ask_for_prompt(writer, wording, told, room_for(text, 1.5)),
            proposer=self.name,
            label="critique",
            reason=reason if len(split_words(reason)) > 3 else _WHY,
            edit={"action": "rewrite", "criticism": criticism},
            wording=wording,
            cases=cases,
            hoped=self._hoped(snapshot, parent, cases),
        )

    def _hoped(self, snapshot: Snapshot, parent: Candidate, cases: list[Case]) -> str:
        """Return what the child should do better, where only relatives were told a reason."""
        if not self.related or whys(cases):
            return ""
        said = said_of_relatives(snapshot, parent.id)
        return hypothesis(said) if whys(said) else ""

    def _parent(self, snapshot: Snapshot) -> Candidate | None:
        written = Counter(
            proposal.parents[0]
            for proposal in snapshot.proposals
            if proposal.proposer == self.name and proposal.parents
        )
        # The first of equals is the better one.
        return min(losers(snapshot)[: self.beam], key=lambda c: written[c.id], default=None)


def _causes(criticism: str) -> list[str]:
    """Return each cause as a criticism of its own, with what is to be kept."""
    keep = [line for line in criticism.splitlines() if line.strip(" *_").lower().startswith("keep")]
    listed = [item for item in items(criticism) if not item.lower().startswith("keep")]
    return ["\n".join([cause.split("\nKeep:")[0], *keep]) for cause in listed]
