"""Show the model answers that the person preferred; needs no writer.

Reusing the model's own good answers as demonstrations: X. Wan et al., "Teach Better or Show
Smarter? On Instructions and Exemplars in Automatic Prompt Optimization" (2024).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.demonstrations import (
    MOST_DEMONSTRATIONS,
    counted,
    new_demonstrations,
    showable,
)
from optimizer.proposing.moves.parents import choose_parent
from optimizer.proposing.moves.tried import untried
from optimizer.protocols import Model
from optimizer.records import Demonstration, Prompt, Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class Exemplars:
    """One demonstration more, less or exchanged, out of preferred outputs and known answers."""

    name: ClassVar[str] = "exemplars"
    needs_writer: ClassVar[bool] = False

    most: int = MOST_DEMONSTRATIONS

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Change the demonstrations of a good candidate; see `Proposer`."""
        parent = choose_parent(snapshot, rng)
        new = new_demonstrations(snapshot, parent.prompt)
        rng.shuffle(new)
        room = showable(snapshot) - len(parent.prompt.demonstrations)
        children = self._children(parent.prompt, new, room, rng)
        for prompt in untried(snapshot, children):
            action, label = children[prompt]
            return [
                Proposal(
                    prompt=prompt,
                    parents=(parent.id,),
                    proposer=self.name,
                    label=label,
                    reason=f"{label}, out of answers that you preferred or gave",
                    edit={"action": action, "demonstrations": len(prompt.demonstrations)},
                )
            ]
        return []

    def _children(
        self, parent: Prompt, new: list[Demonstration], room: int, rng: Random
    ) -> dict[Prompt, tuple[str, str]]:
        """Return possible children, the one to try first in front."""
        own = parent.demonstrations
        children: list[tuple[tuple[Demonstration, ...], str, str]] = []
        if new and len(own) < self.most:
            # A first demonstration rarely comes alone: two show what varies and what stays.
            count = min(len(new), room, 2 if not own else 1)
            total = len(own) + count
            children.append(((*own, *new[:count]), "add", counted(total)))
        if new and own:
            place = rng.randrange(len(own))
            exchanged = (*own[:place], new[0], *own[place + 1 :])
            children.append((exchanged, "exchange", "another example"))
        if own:
            place = rng.randrange(len(own))
            children.append(((*own[:place], *own[place + 1 :]), "drop", "one example less"))
        if len(own) > 1:
            children.append((tuple(rng.sample(own, len(own))), "shuffle", "examples reordered"))
        if len(children) > 1 and rng.random() < 0.5:
            rng.shuffle(children)
        return {
            replace(parent, demonstrations=shown): (action, label)
            for shown, action, label in children
        }
