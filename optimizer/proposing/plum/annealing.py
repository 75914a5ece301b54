"""Plum's simulated annealing: a worse child is gone on from now and then, ever more rarely."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.fitness import Fitness, fitness
from optimizer.proposing.moves.history import admitted, number
from optimizer.proposing.moves.mutating import mutate
from optimizer.proposing.plum.walking import stands_at
from optimizer.protocols import Model
from optimizer.records import Proposal, Snapshot, StoredProposal


@dataclass(frozen=True, slots=True)
class Annealing:
    """A child one phrase away from where the walk stands.

    The chance that decides about a worse child is drawn when it is proposed and kept in its edit,
    so that the walk can be read again. R. Pan et al., "Plum" (2023); S. Kirkpatrick et al.,
    "Optimization by Simulated Annealing" (1983).

    Attributes:
        temperature: At the first step, in standard deviations of the pool's fitness.
        cooling: What it is multiplied with at every step.
        writes: Whether the writer model helps where there is one.
    """

    name: ClassVar[str] = "plum_annealing"
    needs_writer: ClassVar[bool] = False

    temperature: float = 0.5
    cooling: float = 0.9
    writes: bool = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Edit where the walk stands; see `Proposer`."""
        writer = writer if self.writes else None
        worth = fitness(snapshot)
        here = stands_at(snapshot, self.name, worth, self._accepts(worth))
        mutation = mutate(snapshot, here, writer, rng, self.name)
        if mutation is None:
            return []
        step = len(admitted(snapshot, self.name))
        remember = {"draw": rng.random(), "temperature": self.temperature * self.cooling**step}
        told = f"tried at temperature {remember['temperature']:.2f}"
        return [mutation.proposal(self.name, here, remember, told)]

    def _accepts(self, worth: Fitness) -> Callable[[int, StoredProposal, float], bool]:
        scale = worth.spread()

        def accepts(step: int, proposal: StoredProposal, gain: float) -> bool:
            if gain >= 0:
                return True
            heat = number(proposal.edit.get("temperature"), self.temperature * self.cooling**step)
            draw = number(proposal.edit.get("draw"), 1.0)
            return heat > 0 and draw < exp(gain / (heat * scale))

        return accepts
