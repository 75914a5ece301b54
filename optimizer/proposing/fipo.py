"""One meta-prompt out of modules: the raw instruction, an output of it, an expected answer.

J. Lu et al., "FIPO: Free-form Instruction-oriented Prompt Optimization with Preference Dataset and
Modular Fine-tuning Schema" (2024): output and expected answer are optional, so that the writer,
which may be a small tuned model, works with whatever there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.asking import ask_for_prompt, criteria_text, room_for, wording_of
from optimizer.proposing.moves.cases import NOTHING, Case, answered, clip, failures, tell_fields
from optimizer.proposing.moves.children import child
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.exemplary import good_by_row
from optimizer.proposing.moves.parents import choose_parent
from optimizer.protocols import Model
from optimizer.records import Candidate, Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class Fipo:
    """A rewrite of a raw instruction; its output and an expected answer are shown where known.

    `output` and `expected` say whether these modules are used at all.
    """

    name: ClassVar[str] = "fipo"
    needs_writer: ClassVar[bool] = True

    output: bool = True
    expected: bool = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Rewrite a good prompt with the modules at hand; see `Proposer`."""
        if writer is None:
            return []
        parent = choose_parent(snapshot, rng)
        case = self._case(snapshot, parent, rng)
        modules = {"row": NOTHING, "output": NOTHING, "expected": NOTHING}
        used = ["instruction"]
        if case is not None:
            good = case.better or good_by_row(snapshot).get(case.example.id, "")
            if self.output and case.answer.strip():
                modules["output"] = clip(case.answer)
                used.append("output")
            if self.expected and good.strip():
                modules["expected"] = clip(good)
                used.append("expected answer")
            if len(used) > 1:
                modules["row"] = tell_fields(case.example)
        text = editable_text(parent.prompt)
        wording = wording_of(snapshot, "fipo")
        values = {"prompt": text, "criteria": criteria_text(snapshot), **modules}
        return child(
            parent,
            ask_for_prompt(writer, wording, values, room_for(text, 3)),
            proposer=self.name,
            label="modular rewrite",
            reason=f"rewritten with a view to: {', '.join(used)}",
            edit={"action": "rewrite by modules", "modules": used},
            wording=wording,
            cases=[case] if case is not None and case.duel_id else [],
            hoped="should come closer to what is expected",
        )

    def _case(self, snapshot: Snapshot, parent: Candidate, rng: Random) -> Case | None:
        """Return a row that the prompt failed on, else one that it answered."""
        if not (self.output or self.expected):
            return None
        if failed := failures(snapshot, parent.id, rng, 1):
            return failed[0]
        known = answered(snapshot, parent.id, len(snapshot.examples))
        return rng.choice(known) if known else None
