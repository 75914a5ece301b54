"""Plum's genetic algorithms: tournaments, and children with or without a second parent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.crossing import crossed
from optimizer.proposing.moves.fitness import Fitness, fitness, ranked
from optimizer.proposing.moves.mutating import mutate
from optimizer.proposing.moves.tried import untried
from optimizer.protocols import Model
from optimizer.records import Candidate, Proposal, Snapshot

_ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class Genetic:
    """A child of one tournament's winner, by one edit of a phrase.

    R. Pan et al., "Plum: Prompt Learning using Metaheuristic" (2023).

    Attributes:
        population: How many of the best candidates breed.
        tournament: How many of them meet in a tournament.
        writes: Whether the writer model helps where there is one.
    """

    name: ClassVar[str] = "plum_genetic"
    needs_writer: ClassVar[bool] = False

    population: int = 10
    tournament: int = 3
    writes: bool = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Edit a phrase of a tournament's winner; see `Proposer`."""
        writer = writer if self.writes else None
        worth = fitness(snapshot)
        members = ranked(snapshot, worth)[: self.population]
        parent = winner(members, worth, self.tournament, rng)
        mutation = mutate(snapshot, parent, writer, rng, self.name)
        return [] if mutation is None else [mutation.proposal(self.name, parent)]


@dataclass(frozen=True, slots=True)
class GeneticCrossover:
    """A child of two tournaments' winners: phrases of both, and now and then an edit.

    R. Pan et al., "Plum: Prompt Learning using Metaheuristic" (2023).

    Attributes:
        population: How many of the best candidates breed.
        tournament: How many of them meet in a tournament.
        mutation_rate: How often a child is edited beside.
        writes: Whether the writer model helps where there is one.
    """

    name: ClassVar[str] = "plum_genetic_crossover"
    needs_writer: ClassVar[bool] = False

    population: int = 10
    tournament: int = 3
    mutation_rate: float = 0.7
    writes: bool = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Cross the winners of two tournaments; see `Proposer`."""
        writer = writer if self.writes else None
        worth = fitness(snapshot)
        members = ranked(snapshot, worth)[: self.population]
        for _ in range(_ATTEMPTS):
            one, other = (winner(members, worth, self.tournament, rng) for _ in range(2))
            child = crossed(snapshot.task, one.prompt, other.prompt, rng)
            told, wording = "", ""
            if child == one.prompt or rng.random() < self.mutation_rate:
                mutation = mutate(snapshot, replace(one, prompt=child), writer, rng, self.name)
                if mutation is not None:
                    child, wording = mutation.prompt, mutation.wording_hash
                    told = f", {mutation.edit.label}"
            for prompt in untried(snapshot, [child]):
                parents = tuple(dict.fromkeys((one.id, other.id)))
                handles = " × ".join(snapshot.candidate(key).handle for key in parents)
                return [
                    Proposal(
                        prompt=prompt,
                        parents=parents,
                        proposer=self.name,
                        label=f"{handles}{told}",
                        reason=f"phrases of {handles}{told}",
                        edit={"action": "crossover", "mutation": told.strip(", ")},
                        wording_hash=wording,
                    )
                ]
        return []


def winner(members: Sequence[Candidate], worth: Fitness, size: int, rng: Random) -> Candidate:
    """Return the fittest of some members drawn by lot.

    Args:
        members: The population.
        worth: Its fitness.
        size: How many meet.
        rng: The source of chance.
    """
    met = rng.sample(list(members), min(max(1, size), len(members)))
    return max(met, key=lambda member: worth[member.id])
