"""Say the same in fewer words."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.asking import ask_for_prompt, criteria_text, room_for, wording_of
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.ranking import leader
from optimizer.protocols import Model
from optimizer.records import Proposal, Snapshot
from optimizer.word_count import split_words

_WORTH_SHORTENING = 12


@dataclass(frozen=True, slots=True)
class Shorten:
    """A child of the best known prompt with fewer words."""

    name: ClassVar[str] = "shorten"
    needs_writer: ClassVar[bool] = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Shorten the best; nothing when the answer is not shorter. See `Proposer`."""
        parent = leader(snapshot)
        text = editable_text(parent.prompt)
        before = len(split_words(text))
        if writer is None or before < _WORTH_SHORTENING:
            return []
        wording = wording_of(snapshot, "shorten")
        told = {"prompt": text, "criteria": criteria_text(snapshot)}
        rewritten = ask_for_prompt(writer, wording, told, room_for(text))
        if rewritten is None or len(split_words(rewritten)) >= before:
            return []
        return [
            Proposal(
                prompt=with_text(parent.prompt, rewritten),
                parents=(parent.id,),
                proposer=self.name,
                label="shorter",
                reason=f"{len(split_words(rewritten))} words instead of {before}",
                hypothesis="should answer as well with less to read",
                edit={"action": "rewrite"},
                wording_hash=wording.hash,
            )
        ]
