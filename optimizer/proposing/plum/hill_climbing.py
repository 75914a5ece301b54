"""Plum's hill climbing: edit a phrase, go on from the child if it is better."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.fitness import fitness
from optimizer.proposing.moves.mutating import mutate
from optimizer.proposing.plum.walking import stands_at
from optimizer.protocols import Model
from optimizer.records import Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class HillClimbing:
    """A child one phrase away from the best of the climb.

    R. Pan et al., "Plum: Prompt Learning using Metaheuristic" (2023).

    Attributes:
        least_gain: How much better a child must be for the climb to go on from it.
        writes: Whether the writer model helps where there is one.
    """

    name: ClassVar[str] = "plum_hill_climbing"
    needs_writer: ClassVar[bool] = False

    least_gain: float = 0.0
    writes: bool = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Edit where the climb stands; see `Proposer`."""
        writer = writer if self.writes else None
        worth = fitness(snapshot)
        here = stands_at(
            snapshot, self.name, worth, lambda step, proposal, gain: gain > self.least_gain
        )
        mutation = mutate(snapshot, here, writer, rng, self.name)
        if mutation is None:
            return []
        return [mutation.proposal(self.name, here, hypothesis=f"a step up from {here.handle}")]
