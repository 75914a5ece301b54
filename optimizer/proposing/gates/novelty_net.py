"""A net over what was tried: no proposal comes closer to an earlier one than its mesh.

The epsilon-net of X. Ren et al., "POLCA: Stochastic Generative Optimization with LLM" (2026), on
the vectors of a named embedding model, or on words and pairs of words where none is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optimizer.proposing.moves.hack_opinion import instructions
from optimizer.proposing.moves.likeness import apart
from optimizer.proposing.moves.memory import remembered
from optimizer.records import Proposal, Refusal, Snapshot

KEY = "novelty_radius"


@dataclass(frozen=True, slots=True)
class NoveltyNet:
    """Refuse a text within `radius` of one of the pool, by cosine distance.

    A proposal may ask for a radius of its own in its edit; with a radius of 0 and no such wish the
    gate stands open. A change of anything but words is not the net's concern.
    """

    name: ClassVar[str] = "novelty net"

    radius: float = 0.0

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Measure the distance to every candidate, archived ones too; see `Gate`."""
        radius = max(self.radius, remembered(proposal.edit, KEY, float) or 0.0)
        if radius <= 0.0:
            return None
        text = instructions(proposal.prompt)
        for candidate in snapshot.candidates:
            other = instructions(candidate.prompt)
            far = apart(snapshot, text, other)
            if text != other and far < radius:
                told = f"lies {far:.2f} from {candidate.name}; the net's mesh is {radius:.2f}"
                return Refusal(self.name, told)
        return None
