"""A net over what was tried: no proposal comes closer to an earlier one than its mesh.

The epsilon-net of X. Ren et al., "POLCA: Stochastic Generative Optimization with LLM" (2026), on
words and pairs of words instead of a language model's embedding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.memory import remembered
from optimizer.proposing.moves.vectors import distance
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
        text = editable_text(proposal.prompt)
        for candidate in snapshot.candidates:
            other = editable_text(candidate.prompt)
            apart = distance(text, other)
            if text != other and apart < radius:
                told = f"lies {apart:.2f} from {candidate.name}; the net's mesh is {radius:.2f}"
                return Refusal(self.name, told)
        return None
