"""Combine instructions, demonstrations and layouts where a surrogate expects most.

It needs no writer: without one nobody drafts instructions, and layouts are a factor in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.mipro.factors import factors
from optimizer.proposing.moves.demonstrations import counted
from optimizer.proposing.moves.fitness import Fitness, fitness
from optimizer.proposing.moves.phrase_edits import clipped
from optimizer.proposing.moves.tpe import suggest
from optimizer.protocols import Model
from optimizer.records import Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class Mipro:
    """The combination that a TPE surrogate over all measured combinations asks for.

    K. Opsahl-Ong et al., "Optimizing Instructions and Demonstrations for Multi-Stage Language Model
    Programs" (2024). Every candidate of the pool that is such a combination is a trial, whoever
    proposed it; which rows are answered, few or all, is the evaluator's part.

    Attributes:
        instructions: How many instructions are combined at least.
        sets: How many sets of demonstrations, the empty one included.
        shown: How many demonstrations a set holds.
        startup: Until so many trials combinations are drawn by lot.
        layouts: How many layouts are combined too where there is no writer; with one the factors
            are the paper's two.
    """

    name: ClassVar[str] = "mipro"
    needs_writer: ClassVar[bool] = False

    instructions: int = 8
    sets: int = 6
    shown: int = 3
    startup: int = 6
    layouts: int = 1

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Propose the surrogate's combination; see `Proposer`."""
        worth = fitness(snapshot)
        layouts = self.layouts if writer is None else 1
        found = factors(snapshot, self.instructions, self.sets, self.shown, layouts)
        frame = snapshot.start.prompt
        places = {c.id: found.place(frame, c.prompt) for c in snapshot.candidates}
        known = {key: _choice(place) for key, place in places.items() if place is not None}
        trials = [(choice, worth[key]) for key, choice in known.items() if worth.measured(key)]
        sizes = {
            "instruction": len(found.texts),
            "demonstrations": len(found.sets),
            "layout": len(found.layouts),
        }
        choice = suggest(trials, sizes, list(known.values()), rng, self.startup)
        if choice is None:
            return []
        wanted = (choice["instruction"], choice["demonstrations"], choice["layout"])
        prompt = found.prompt(frame, *wanted)
        kept = _kin(known, choice, worth) or (snapshot.start.id,)
        count = len(prompt.demonstrations)
        told = counted(count)
        if len(found.layouts) > 1:
            told += f", layout {wanted[2] + 1}"
        return [
            Proposal(
                prompt=prompt,
                parents=kept,
                proposer=self.name,
                label=f"instruction {choice['instruction'] + 1}, {told}",
                reason=f"“{clipped(prompt.instruction or prompt.system, 80)}” with {told}",
                hypothesis=f"expected best of its kind after {len(trials)} combinations",
                edit={"action": "combine", **choice, "trials": len(trials)},
            )
        ]


def _kin(
    known: Mapping[str, Mapping[str, int]], choice: Mapping[str, int], worth: Fitness
) -> tuple[str, ...]:
    """Return the best prompts that a combination shares something with, two at most.

    Those with its words come first: what it is held against is the first. A layout makes no kin,
    nor does the lack of examples, for most combinations share these.
    """
    same_words = [k for k, c in known.items() if c["instruction"] == choice["instruction"]]
    same_set = [
        key
        for key, other in known.items()
        if other["demonstrations"] == choice["demonstrations"] != 0 and key not in same_words
    ]

    def first(keys: list[str]) -> list[str]:
        return sorted(keys, key=lambda key: -worth[key] if key in worth.values else 0.0)[:1]

    return (*first(same_words), *first(same_set))


def _choice(place: tuple[int, int, int]) -> dict[str, int]:
    return {"instruction": place[0], "demonstrations": place[1], "layout": place[2]}
