"""Write down in which direction the scores point, then the prompt that goes there.

A. Nie et al., "The Importance of Directional Feedback for LLM-based Optimizers" (2024): feedback
that says which way to go moves a writer further than a score alone; where nobody gives it, it is
made out of the history of prompts and scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.answers import read_tagged
from optimizer.proposing.moves.asking import (
    ask,
    ask_for_prompt,
    criteria_text,
    room_for,
    wording_of,
)
from optimizer.proposing.moves.cases import NOTHING
from optimizer.proposing.moves.children import child, first_sentence
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.memory import own_proposals, remembered
from optimizer.proposing.moves.ranking import by_merit, gain, leader, points, seen
from optimizer.protocols import Model
from optimizer.records import Proposal, Snapshot
from optimizer.word_count import split_words

_DIRECTIONS = 8


@dataclass(frozen=True, slots=True)
class Directional:
    """First the direction out of the history of the last `history` prompts, then its prompt."""

    name: ClassVar[str] = "directional"
    needs_writer: ClassVar[bool] = True

    history: int = 12

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Read a direction out of the scores and follow it; see `Proposer`."""
        parent = leader(snapshot)
        told = self._history(snapshot)
        if writer is None or not told:
            return []
        text = editable_text(parent.prompt)
        criteria = criteria_text(snapshot)
        seek = wording_of(snapshot, "direction")
        answer = ask(
            writer,
            seek,
            {
                "criteria": criteria,
                "history": told,
                "directions": tell_directions(snapshot, self.name),
                "prompt": text,
            },
        )
        direction = " ".join((read_tagged(answer, "direction") or [""])[-1].split())
        if not direction:
            return []
        follow = wording_of(snapshot, "direction_follow")
        values = {"prompt": text, "criteria": criteria, "direction": direction}
        return child(
            parent,
            ask_for_prompt(writer, follow, values, room_for(text, 2)),
            proposer=self.name,
            label="in a direction",
            reason=first_sentence(direction),
            edit={"action": "follow a direction", "direction": direction},
            wording=follow,
            hoped=f"should gain by: {first_sentence(direction)}",
        )

    def _history(self, snapshot: Snapshot) -> str:
        """Return the last prompts that were judged, oldest first; empty when there are not two."""
        fitting = {c.id for c in by_merit(snapshot, leader(snapshot))}
        judged = [
            c for c in snapshot.candidates if c.id in fitting and (c.start or seen(snapshot, c.id))
        ]
        if len(judged) < 2:
            return ""
        lines = []
        for number, candidate in enumerate(judged[-self.history :], start=1):
            text = editable_text(candidate.prompt)
            score = points(snapshot, candidate.id)
            lines.append(
                f"Prompt {number} (score {score}, {len(split_words(text))} words):\n{text}"
            )
        return "\n\n".join(lines)


def tell_directions(snapshot: Snapshot, proposer: str) -> str:
    """Return the directions taken before with what their children gained.

    Args:
        snapshot: The pool and its record.
        proposer: Who took them.
    """
    lines = []
    for proposal in own_proposals(snapshot, proposer)[-_DIRECTIONS:]:
        direction = remembered(proposal.edit, "direction", str)
        if direction is None:
            continue
        outcome = "its prompt was not let in"
        child_of = next((c for c in snapshot.candidates if c.id == proposal.prompt_id), None)
        if child_of is not None:
            outcome = "not judged yet"
            gained = gain(snapshot, child_of)
            if gained is not None and seen(snapshot, child_of.id):
                outcome = f"gain {gained:+.2f}"
        lines.append(f"- {direction} ({outcome})")
    return "\n".join(lines) or NOTHING
