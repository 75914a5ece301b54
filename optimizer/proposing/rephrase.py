"""Say the same in other words."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.asking import ask_for_prompt, criteria_text, room_for, wording_of
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.parents import choose_parent
from optimizer.protocols import Model
from optimizer.records import Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class Rephrase:
    """A rephrasing of a good prompt, as D. Zhou et al.'s APE resamples around its best (2022)."""

    name: ClassVar[str] = "rephrase"
    needs_writer: ClassVar[bool] = True
    stands_in: ClassVar[bool] = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Rephrase the incumbent or another good candidate; see `Proposer`."""
        if writer is None:
            return []
        parent = choose_parent(snapshot, rng)
        text = editable_text(parent.prompt)
        wording = wording_of(snapshot, "rephrase")
        told = {"prompt": text, "criteria": criteria_text(snapshot)}
        rewritten = ask_for_prompt(writer, wording, told, room_for(text, 1.5))
        if rewritten is None or rewritten == text:
            return []
        return [
            Proposal(
                prompt=with_text(parent.prompt, rewritten),
                parents=(parent.id,),
                proposer=self.name,
                label="rephrased",
                reason="the same instruction in other words",
                hypothesis="should be easier to follow, with nothing changed",
                edit={"action": "rewrite"},
                wording_hash=wording.hash,
            )
        ]
