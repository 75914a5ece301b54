"""Choose a whole set of demonstrations out of the model's own good answers; needs no writer.

X. Wan et al., "Teach Better or Show Smarter? On Instructions and Exemplars in Automatic Prompt
Optimization" (2024): which examples are shown matters more than how the instruction is worded, and
the answers may be the model's own that were right, or here preferred.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.choosing_shown import (
    at_random,
    diverse,
    failed_rows,
    nearest,
    within_words,
)
from optimizer.proposing.moves.demonstrations import new_demonstrations
from optimizer.proposing.moves.fitness import fitness, ranked
from optimizer.proposing.moves.history import admitted
from optimizer.proposing.moves.tried import untried
from optimizer.protocols import Model
from optimizer.records import Demonstration, Prompt, Proposal, Snapshot

RANDOM, NEAREST, DIVERSE, MIXED, ALL = "random", "nearest", "diverse", "mixed", "all"
WAYS = (RANDOM, NEAREST, DIVERSE, MIXED, ALL)
_ATTEMPTS = 8
_TOLD = {
    RANDOM: "drawn by lot",
    NEAREST: "most like the rows that went wrong",
    DIVERSE: "as different from each other as can be",
    MIXED: "half like the rows that went wrong, half different from those",
    ALL: "all that there are",
}


@dataclass(frozen=True, slots=True)
class ExemplarSelection:
    """A good candidate with another set of demonstrations.

    Attributes:
        way: How the set is chosen: random, nearest, diverse, mixed, all; or `turns`, which takes
            the first four in turn.
        least: The smallest set.
        most: The largest set.
        words: How many words a set holds at most, whatever the way.
        beam: How many of the best instructions are combined with sets.
    """

    name: ClassVar[str] = "exemplar_selection"
    needs_writer: ClassVar[bool] = False

    way: str = "turns"
    least: int = 2
    most: int = 5
    words: int = 900
    beam: int = 3

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Show another set in one of the best candidates; see `Proposer`."""
        worth = fitness(snapshot)
        parent = rng.choice(ranked(snapshot, worth)[: max(1, self.beam)])
        bare = replace(parent.prompt, demonstrations=())
        offered = new_demonstrations(snapshot, bare)
        if not offered:
            return []
        rows = failed_rows(snapshot, worth, parent.prompt)
        way = self._way(snapshot)
        for _ in range(_ATTEMPTS):
            shown = within_words(self._chosen(way, offered, rows, rng), self.words)
            for prompt in untried(snapshot, [replace(bare, demonstrations=tuple(shown))]):
                return [self._proposal(prompt, parent.id, way)]
            way = RANDOM  # a set that is always the same was tried: leave it to chance
        return []

    def _way(self, snapshot: Snapshot) -> str:
        if self.way in WAYS:
            return self.way
        return WAYS[len(admitted(snapshot, self.name)) % 4]

    def _chosen(
        self, way: str, offered: list[Demonstration], rows: list[str], rng: Random
    ) -> list[Demonstration]:
        count = rng.randint(min(self.least, self.most), self.most)
        if way == NEAREST:
            return nearest(offered, count, rows)
        if way == DIVERSE:
            return diverse(offered, count, rng)
        if way == ALL:
            return list(offered)
        if way == MIXED:
            near = nearest(offered, (count + 1) // 2, rows)
            return [*diverse(offered, count // 2, rng, among=near), *near]
        return at_random(offered, count, rng)

    def _proposal(self, prompt: Prompt, parent: str, way: str) -> Proposal:
        count = len(prompt.demonstrations)
        counted = f"{count} example{'s'[: count > 1]}"
        return Proposal(
            prompt=prompt,
            parents=(parent,),
            proposer=self.name,
            label=f"{counted}, {way}",
            reason=f"{counted} out of good answers, {_TOLD[way]}",
            hypothesis="examples show what a good answer is better than words do",
            edit={"action": "select", "way": way, "demonstrations": count},
        )
