"""Plum's tabu search: always on to the best neighbour, and nothing just done is undone."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.fitness import Fitness, fitness
from optimizer.proposing.moves.history import admitted
from optimizer.proposing.moves.mutating import Bounds, mutate
from optimizer.proposing.moves.phrase_edits import PhraseEdit
from optimizer.protocols import Model
from optimizer.records import Candidate, Proposal, Snapshot, StoredProposal


@dataclass(frozen=True, slots=True)
class Tabu:
    """A child one phrase away from where the search stands, outside the tabu list.

    R. Pan et al., "Plum: Prompt Learning using Metaheuristic" (2023); F. Glover, "Tabu Search,
    Part I" (1989).

    Attributes:
        neighbours: How many children are measured before the search moves to the best of them,
            even when it is worse.
        tenure: How many of the last edits on the way may not be undone.
        writes: Whether the writer model helps where there is one.
    """

    name: ClassVar[str] = "plum_tabu"
    needs_writer: ClassVar[bool] = False

    neighbours: int = 4
    tenure: int = 5
    writes: bool = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Edit where the search stands; see `Proposer`."""
        writer = writer if self.writes else None
        worth = fitness(snapshot)
        here, way = self._path(snapshot, worth)
        came, went = self._list(way)

        def allowed(edit: PhraseEdit) -> bool:
            return edit.new not in went and not came & set(edit.gone)

        mutation = mutate(snapshot, here, writer, rng, self.name, Bounds(allowed=allowed))
        if mutation is None:
            return []
        remember = {"tabu": sorted(came | went)}
        return [mutation.proposal(self.name, here, remember, f"a neighbour of {here.handle}")]

    def _path(self, snapshot: Snapshot, worth: Fitness) -> tuple[Candidate, list[StoredProposal]]:
        """Return where the search stands and the edits that led there, oldest first."""
        children: dict[str, list[StoredProposal]] = {}
        for proposal in admitted(snapshot, self.name):
            child = proposal.prompt_id
            if child is not None and worth.measured(child) and proposal.parents:
                children.setdefault(proposal.parents[0], []).append(proposal)
        here, way = snapshot.start.id, list[StoredProposal]()
        while len(children.get(here, ())) >= self.neighbours:
            best = max(children.pop(here), key=lambda p: worth.gain(str(p.prompt_id), here))
            way.append(best)
            here = str(best.prompt_id)
        return snapshot.candidate(here), way

    def _list(self, way: list[StoredProposal]) -> tuple[set[str], set[str]]:
        """Return the phrases that came lately and must stay, and those that went and stay away."""
        came: set[str] = set()
        went: set[str] = set()
        for proposal in way[-self.tenure :] if self.tenure else []:
            new, gone = proposal.edit.get("new"), proposal.edit.get("gone")
            came |= {new} if isinstance(new, str) and new else set()
            if isinstance(gone, list) and proposal.edit.get("action") != "swap":
                went |= {text for text in gone if isinstance(text, str)}
        return came, went - {""}
