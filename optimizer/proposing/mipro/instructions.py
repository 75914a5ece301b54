"""Draft instructions grounded in the data: a summary of the rows, a tip, what was tried."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.asking import (
    ask,
    ask_for_prompt,
    criteria_text,
    room_for,
    wording_of,
)
from optimizer.proposing.moves.cases import clip, tell_fields
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.fitness import fitness, ranked
from optimizer.proposing.moves.keeping import keeps_all
from optimizer.proposing.moves.phrase_edits import clipped
from optimizer.proposing.moves.tips import Tip, load_tips
from optimizer.proposing.moves.tried import untried
from optimizer.protocols import Model
from optimizer.records import Example, Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class GroundedInstructions:
    """Another instruction for the start prompt, drafted with the tip that was used least.

    K. Opsahl-Ong et al., "Optimizing Instructions and Demonstrations for Multi-Stage Language Model
    Programs" (2024). The summary of the data is written once and read again from the record.

    Attributes:
        rows: How many rows the writer sees for its summary.
        tried: How many of the best prompts it is shown.
    """

    name: ClassVar[str] = "mipro_instructions"
    needs_writer: ClassVar[bool] = True

    rows: int = 8
    tried: int = 4

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Draft one instruction; see `Proposer`."""
        if writer is None:
            return []
        start = snapshot.start
        summary = known_summary(snapshot, self.name) or self._summary(snapshot, writer, rng)
        tip = self._tip(snapshot, rng)
        best = ranked(snapshot, fitness(snapshot))[: self.tried]
        wording = wording_of(snapshot, "grounded_instruction")
        text = ask_for_prompt(
            writer,
            wording,
            {
                "prompt": editable_text(start.prompt),
                "criteria": criteria_text(snapshot),
                "summary": summary or "(nothing is known of them)",
                "tried": "\n\n".join(editable_text(c.prompt) for c in reversed(best)),
                "tip": tip.text,
            },
            room_for(editable_text(start.prompt), 2),
        )
        if text is None:
            return []
        child = with_text(start.prompt, text)
        if not untried(snapshot, [child]) or not keeps_all(snapshot.task, start.prompt, child):
            return []
        return [
            Proposal(
                prompt=child,
                parents=(start.id,),
                proposer=self.name,
                label=f"drafted, {tip.id}",
                reason=f"drafted for the data: {clipped(summary or tip.text, 160)}",
                hypothesis="should fit rows like these better",
                edit={"action": "draft", "tip": tip.id, "summary": summary},
                wording_hash=wording.hash,
            )
        ]

    def _tip(self, snapshot: Snapshot, rng: Random) -> Tip:
        used = Counter(p.edit.get("tip") for p in snapshot.proposals if p.proposer == self.name)
        tips = load_tips()
        fewest = min(used[tip.id] for tip in tips)
        return rng.choice([tip for tip in tips if used[tip.id] == fewest])

    def _summary(self, snapshot: Snapshot, writer: Model, rng: Random) -> str:
        rows = rng.sample(snapshot.examples, min(self.rows, len(snapshot.examples)))
        if not rows:
            return ""
        told = {
            "criteria": criteria_text(snapshot),
            "rows": "\n\n".join(_told(row) for row in rows),
        }
        return ask(writer, wording_of(snapshot, "data_summary"), told, max_tokens=200).strip()


def known_summary(snapshot: Snapshot, proposer: str) -> str:
    """Return the summary of the data that was written last, or nothing.

    Args:
        snapshot: The pool and its record.
        proposer: Whose edits hold it.
    """
    for proposal in reversed(snapshot.proposals):
        summary = proposal.edit.get("summary")
        if proposal.proposer == proposer and isinstance(summary, str) and summary.strip():
            return summary
    return ""


def _told(row: Example) -> str:
    return (
        f"{tell_fields(row)}\nAnswer: {clip(row.reference)}" if row.reference else tell_fields(row)
    )
