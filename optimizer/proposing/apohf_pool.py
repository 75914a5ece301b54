"""Fill a pool with rephrasings of the start prompt, whatever the votes say.

X. Lin et al., "Prompt Optimization with Human Feedback" (2024), choose among a fixed pool of
prompts by a dueling bandit (our picker `apohf_gp`); here is how the pool comes about.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.asking import ask_for_prompts, criteria_text, room_for, wording_of
from optimizer.proposing.moves.cases import NOTHING
from optimizer.proposing.moves.children import child
from optimizer.proposing.moves.editing import editable_text
from optimizer.protocols import Model
from optimizer.records import BroodSize, Proposal, Snapshot

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ApohfPool:
    """Several rephrasings of the start prompt at once, until the pool is full."""

    name: ClassVar[str] = "apohf_pool"
    needs_writer: ClassVar[bool] = True

    pool: int = 20
    children: int = 5

    @property
    def a_turn(self) -> BroodSize:
        """As many as are asked for; see `BroodProposer`."""
        return BroodSize(self.children, at_once=True)

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Rephrase the start prompt until there are enough versions; see `Proposer`."""
        versions = [c for c in snapshot.candidates if c.proposer == self.name and not c.archived]
        # The start prompt is a member of the pool too.
        wanted = min(self.children, self.pool - 1 - len(versions))
        if writer is None or wanted <= 0:
            return []
        wording = wording_of(snapshot, "apohf_pool")
        text = editable_text(snapshot.start.prompt)
        shown = rng.sample(versions, min(_SHOWN, len(versions)))
        values = {
            "prompt": text,
            "criteria": criteria_text(snapshot),
            "versions": "\n\n".join(editable_text(c.prompt) for c in shown) or NOTHING,
            "count": str(wanted),
        }
        written = ask_for_prompts(writer, wording, values, wanted, room_for(text, 1.3 * wanted))
        return [
            proposal
            for number, version in enumerate(written)
            for proposal in child(
                snapshot.start,
                version,
                proposer=self.name,
                label="version",
                reason="the start prompt in other words",
                edit={"action": "rephrase the start", "number": len(versions) + number + 1},
                wording=wording,
                hoped="may please better by its words alone",
            )
        ]
