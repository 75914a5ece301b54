"""Ask for step-by-step behaviours, and mend the one step that the model does not carry out.

R. Ma et al., "Are Large Language Models Good Prompt Optimizers?" (2024): writers reflect badly on
why another model erred, so their automatic behaviour optimization demands behaviours that can be
seen in the answer, and fixes the step that fails.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.answers import read_tagged
from optimizer.proposing.moves.asking import (
    ask,
    ask_for_prompt,
    consult,
    criteria_text,
    room_for,
    wording_of,
)
from optimizer.proposing.moves.cases import failures, has_failures, tell_cases
from optimizer.proposing.moves.children import child, first_sentence
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.ranking import known_by_merit
from optimizer.proposing.moves.steps import steps_of, with_step
from optimizer.protocols import Model
from optimizer.records import Candidate, Proposal, Snapshot

_UNFOLD = "unfold"


@dataclass(frozen=True, slots=True)
class Abo:
    """A prompt as numbered behaviours; later its failing step alone, mended after `cases` cases.

    The best prompt is taken that was not yet unfolded, or that has steps and failed somewhere.
    """

    name: ClassVar[str] = "abo"
    needs_writer: ClassVar[bool] = True

    cases: int = 4

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Unfold a prompt into steps, or mend the step that fails; see `Proposer`."""
        if writer is None:
            return []
        done = {
            p.parents[0]
            for p in snapshot.proposals
            if p.proposer == self.name and p.edit.get("action") == _UNFOLD and p.prompt_id
        }
        for parent in known_by_merit(snapshot):
            if steps_of(editable_text(parent.prompt)):
                if has_failures(snapshot, parent.id):
                    return self._mend(snapshot, writer, parent, rng)
            elif parent.id not in done:
                return self._unfold(snapshot, writer, parent)
        return []

    def _unfold(self, snapshot: Snapshot, writer: Model, parent: Candidate) -> list[Proposal]:
        wording = wording_of(snapshot, "abo_steps")
        text = editable_text(parent.prompt)
        values = {"prompt": text, "criteria": criteria_text(snapshot)}
        written = ask_for_prompt(writer, wording, values, room_for(text, 3))
        if written is None or not (steps := steps_of(written)):
            return []
        return child(
            parent,
            written,
            proposer=self.name,
            label="as steps",
            reason=f"the prompt as {len(steps)} steps, one behaviour each",
            edit={"action": _UNFOLD, "steps": len(steps)},
            wording=wording,
            hoped="should be followed step by step",
        )

    def _mend(
        self, snapshot: Snapshot, writer: Model, parent: Candidate, rng: Random
    ) -> list[Proposal]:
        cases = failures(snapshot, parent.id, rng, self.cases)
        if not cases:
            return []
        text, criteria = editable_text(parent.prompt), criteria_text(snapshot)
        values = {"prompt": text, "criteria": criteria, "duels": tell_cases(cases)}
        answer = ask(writer, wording_of(snapshot, "abo_find"), values)
        steps = steps_of(text)
        place = _number(read_tagged(answer, "step"), len(steps))
        problem = (read_tagged(answer, "problem") or [""])[-1]
        if place is None or not problem:
            return []
        wording = wording_of(snapshot, "abo_fix")
        values = {"prompt": text, "criteria": criteria, "step": steps[place], "problem": problem}
        said = consult(writer, wording, values, room_for(steps[place]))
        fresh = read_tagged(said.text, "behaviour", cut=said.truncated)
        return child(
            parent,
            with_step(text, place, fresh[-1]) if fresh else None,
            proposer=self.name,
            label=f"step {place + 1} mended",
            reason=first_sentence(problem),
            edit={"action": "mend", "step": place + 1, "problem": problem},
            wording=wording,
            cases=cases,
        )


def _number(said: list[str], count: int) -> int | None:
    """Return the place of the step that was named, from 0 on; None when there is no such step."""
    found = re.search(r"\d+", said[-1]) if said else None
    place = int(found[0]) - 1 if found else -1
    return place if 0 <= place < count else None
