"""Keep the best prompt of every kind, and let each kind have children; needs no writer.

J.-B. Mouret and J. Clune, "Illuminating Search Spaces by Mapping Elites" (2015).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.elites import Niche, elites, niche_of
from optimizer.proposing.moves.fitness import fitness
from optimizer.proposing.moves.history import admitted
from optimizer.proposing.moves.mutating import Mutation, mutate
from optimizer.protocols import Model
from optimizer.records import Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class MapElites:
    """A child of the elite of a cell drawn evenly, however good the other cells are.

    Attributes:
        tries: How many edits are looked at for one that opens a cell without an elite.
        writes: Whether the writer model helps where there is one.
    """

    name: ClassVar[str] = "map_elites"
    needs_writer: ClassVar[bool] = False
    keeps_map: ClassVar[bool] = True

    tries: int = 3
    writes: bool = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Edit one elite; see `Proposer`."""
        writer = writer if self.writes else None
        found = elites(snapshot, fitness(snapshot))
        used = Counter(parent for p in admitted(snapshot, self.name) for parent in p.parents)
        order = sorted(rng.sample(found, len(found)), key=lambda elite: used[elite.candidate.id])
        filled = {elite.niche for elite in found}
        for elite in order:
            children: list[tuple[bool, int, Niche, Mutation]] = []
            for _ in range(max(1, self.tries)):
                mutation = mutate(snapshot, elite.candidate, writer, rng, self.name)
                if mutation is None:
                    break
                niche = niche_of(mutation.prompt, snapshot.start.prompt)
                children.append((niche in filled, len(children), niche, mutation))
                if niche not in filled:
                    break
            if children:
                known, _, niche, mutation = min(children, key=lambda child: child[:2])
                remember = {"length": niche.length, "rules": niche.rules, "tone": niche.tone}
                told = (
                    f"{'challenges' if known else 'opens'} the cell {', '.join(remember.values())}"
                )
                return [mutation.proposal(self.name, elite.candidate, dict(remember), told)]
        return []
