"""Show the writer the best prompts with their scores, worst first, and ask for better ones.

C. Yang et al., "Large Language Models as Optimizers" (2023): the last prompt before the request is
the best one, and the next is to continue the rise.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.asking import ask_for_prompts, criteria_text, room_for, wording_of
from optimizer.proposing.moves.children import child
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.exemplary import tell_examples
from optimizer.proposing.moves.memory import rounds_done
from optimizer.proposing.moves.ranking import by_merit, distinct, leader, points, tell_ranked
from optimizer.protocols import Model
from optimizer.records import BroodSize, Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class Opro:
    """New prompts that continue a rising list of the best ones.

    `shown` prompts are listed, `children` are asked for, `examples` rows say what the task is.
    """

    name: ClassVar[str] = "opro"
    needs_writer: ClassVar[bool] = True

    shown: int = 20
    children: int = 8
    examples: int = 3

    @property
    def a_turn(self) -> BroodSize:
        """As many as are asked for; see `BroodProposer`."""
        return BroodSize(self.children, at_once=True)

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Continue the list of the best prompts; see `Proposer`."""
        best = leader(snapshot)
        rising = distinct(by_merit(snapshot, best))[: self.shown][::-1]
        if writer is None or not rising:
            return []
        wording = wording_of(snapshot, "opro")
        values = {
            "criteria": criteria_text(snapshot),
            "history": tell_ranked(snapshot, rising),
            "examples": tell_examples(snapshot, rng, self.examples),
            "count": str(self.children),
        }
        longest = max((editable_text(c.prompt) for c in rising), key=len)
        room = room_for(longest, 1.2 * self.children)
        edit = {
            "action": "continue the list",
            "round": rounds_done(snapshot, self.name) + 1,
            "shown": [c.id for c in rising],
        }
        return [
            proposal
            for text in ask_for_prompts(writer, wording, values, self.children, room)
            for proposal in child(
                best,
                text,
                proposer=self.name,
                label="continued",
                reason=f"written after {len(rising)} prompts with their scores",
                edit=edit,
                wording=wording,
                hoped=f"should score higher than {points(snapshot, rising[-1].id)}",
            )
        ]
