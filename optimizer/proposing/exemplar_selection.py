"""Choose a whole set of demonstrations out of the model's own good answers; needs no writer.

X. Wan et al., "Teach Better or Show Smarter? On Instructions and Exemplars in Automatic Prompt
Optimization" (2024): which examples are shown matters more than how the instruction is worded, and
the answers may be the model's own that were right, or here preferred.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from optimizer.proposing.moves.demonstrations import counted, new_demonstrations, showable
from optimizer.proposing.moves.fitness import fitness, ranked
from optimizer.proposing.moves.history import admitted
from optimizer.proposing.moves.label_orders import (
    Order,
    Tried,
    drawn_order,
    in_order,
    order_of,
    tried_orders,
)
from optimizer.proposing.moves.tried import untried
from optimizer.protocols import Model
from optimizer.records import Demonstration, Prompt, Proposal, Snapshot

RANDOM, NEAREST, DIVERSE, MIXED, ALL = "random", "nearest", "diverse", "mixed", "all"
WAYS = (RANDOM, NEAREST, DIVERSE, MIXED, ALL)
ORDER = "same order"
_ATTEMPTS = 8
_TOLD = {
    RANDOM: "drawn by lot",
    NEAREST: "most like the rows that went wrong",
    DIVERSE: "as different from each other as can be",
    MIXED: "half like the rows that went wrong, half different from those",
    ALL: "all that there are",
    ORDER: "drawn by lot, their labels in an order that served before",
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
        orders: Whether orders of labels that served are shown again with other examples, and those
            that never did are not, where labels alone decide.
    """

    name: ClassVar[str] = "exemplar_selection"
    needs_writer: ClassVar[bool] = False
    first_tries: ClassVar[int] = 16
    """Where scores are cheap: one set in five or ten is a great step, and the others fail soon."""

    way: str = "turns"
    least: int = 2
    most: int = 5
    words: int = 900
    beam: int = 3
    orders: bool = False

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Show another set in one of the best candidates; see `Proposer`."""
        worth = fitness(snapshot)
        parent = rng.choice(ranked(snapshot, worth)[: max(1, self.beam)])
        bare = replace(parent.prompt, demonstrations=())
        offered = new_demonstrations(snapshot, bare)
        if not offered:
            return []
        tried = tried_orders(snapshot, worth) if self.orders else {}
        again = self._again(snapshot, tried, rng)
        if again:
            return again
        rows = failed_rows(snapshot, worth, parent.prompt)
        way = self._way(snapshot)
        for attempt in range(_ATTEMPTS):
            chosen = self._chosen(way, offered, rows, rng)
            shown = within_words(chosen[-showable(snapshot) :], self.words)
            prompt = replace(bare, demonstrations=tuple(shown))
            way_taken, way = way, RANDOM  # a set that is always the same was tried, or is no good
            known = tried.get(order_of(prompt, snapshot.task.labels))
            if known and not known.served and attempt < _ATTEMPTS - 1:
                continue
            if untried(snapshot, [prompt]):
                return [self._proposal(prompt, parent.id, way_taken)]
        return []

    def _again(
        self, snapshot: Snapshot, tried: Mapping[Order, Tried], rng: Random
    ) -> list[Proposal]:
        """Return other examples in an order of labels that served, if one is worth it."""
        order = drawn_order(tried, rng)
        if not order:
            return []
        like = tried[order].best
        offered = new_demonstrations(snapshot, like.prompt)
        for _ in range(_ATTEMPTS):
            shown = in_order(offered, order, like.prompt, rng)
            prompt = replace(like.prompt, demonstrations=tuple(shown))
            if shown and untried(snapshot, [prompt]):
                return [self._proposal(prompt, like.id, ORDER)]
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
        told = counted(count)
        return Proposal(
            prompt=prompt,
            parents=(parent,),
            proposer=self.name,
            label=f"{told}, {way}",
            reason=f"{told} out of good answers, {_TOLD[way]}",
            hypothesis="examples show what a good answer is better than words do",
            edit={"action": "select", "way": way, "demonstrations": count},
        )
