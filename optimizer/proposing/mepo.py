"""Rewrite a prompt along named merits.

Z. Zhu et al., "Rethinking Prompt Optimizers: From Prompt Merits to Optimization" (2025): prompts
that follow a few merits that can be said in words serve small models and large ones alike, and a
small model can write them. The merits are the person's to change.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.asking import ask_for_prompt, criteria_text, room_for, wording_of
from optimizer.proposing.moves.children import child
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.ranking import known_by_merit
from optimizer.protocols import Model
from optimizer.records import Candidate, Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class Mepo:
    """A good prompt with all the merits; `merits` are the person's own, one a line."""

    name: ClassVar[str] = "mepo"
    needs_writer: ClassVar[bool] = True

    merits: str = ""

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Rewrite a good prompt along the merits; see `Proposer`."""
        if writer is None:
            return []
        named = [line.strip() for line in self.merits.splitlines() if line.strip()] or merits()
        names = [merit.partition(":")[0].strip() for merit in named]
        parent = self._parent(snapshot, names)
        if parent is None:
            return []
        text = editable_text(parent.prompt)
        wording = wording_of(snapshot, "mepo")
        values = {
            "prompt": text,
            "criteria": criteria_text(snapshot),
            "merits": "\n".join(f"- {merit}" for merit in named),
        }
        return child(
            parent,
            ask_for_prompt(writer, wording, values, room_for(text, 2)),
            proposer=self.name,
            label="merits",
            reason=f"rewritten to be: {', '.join(names)}",
            edit={"action": "rewrite along merits", "merits": names},
            wording=wording,
            hoped="should be easier to follow, with nothing lost",
        )

    def _parent(self, snapshot: Snapshot, names: list[str]) -> Candidate | None:
        """Return the best known prompt that was not yet rewritten along these merits."""
        done = {
            p.parents[0]
            for p in snapshot.proposals
            if p.proposer == self.name and p.edit.get("merits") == names and p.prompt_id
        }
        return next((c for c in known_by_merit(snapshot) if c.id not in done), None)


@cache
def merits() -> list[str]:
    """Return the merits of the program, as `name: meaning`."""
    from importlib.resources import files

    import yaml

    text = files("resources").joinpath("merits.yaml").read_text(encoding="utf-8")
    return [f"{name}: {meaning}" for name, meaning in yaml.safe_load(text).items()]
