"""Propose the candidate nearest to a step up the surrogate's local gradient; needs no writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar

import numpy as np

from optimizer.proposing.moves.fitness import Fitness, fitness, ranked
from optimizer.proposing.moves.mutating import Mutation
from optimizer.proposing.moves.phrase_edits import phrase_edits
from optimizer.proposing.moves.space import asked_space
from optimizer.proposing.moves.vectors import Vectors
from optimizer.proposing.zopo.surrogate import Surrogate, Values, fit
from optimizer.protocols import Embedder, Model
from optimizer.records import Candidate, Prompt, Proposal, Snapshot

_ROW_NOISE = 2.0
"""The variance of one row's outcome, where the spread of the whole pool is 1."""


@dataclass(frozen=True, slots=True)
class Zopo:
    """The neighbour of the best candidate to which the local gradient points.

    W. Hu et al., "Localized Zeroth-Order Prompt Optimization" (2024). The texts that a step may
    snap to are all edits by one phrase of the best candidates. Where the surrogate is unsure, the
    least known neighbour is asked for instead, so that the gradient becomes better. A text is a
    point by the named embedding model; where none is named, by its words and pairs of words.

    Attributes:
        around: Of how many of the best candidates the neighbours are looked at.
        step: How long a step is, as a share of the vectors' length.
        unsure: From this deviation on (0 to 1) a neighbour is asked for to learn from it.
        every: Every so manieth child explores in any case; 0 for none.
        neighbours: How many of the texts are embedded for a child, where a model is named.
    """

    name: ClassVar[str] = "zopo"
    needs_writer: ClassVar[bool] = False

    around: int = 2
    step: float = 4.0
    unsure: float = 0.8
    every: int = 5
    neighbours: int = 40

    @property
    def embeds(self) -> int:
        """The texts that a step may snap to; see `EmbeddingProposer`."""
        return self.neighbours

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Step up from the best candidate; see `Proposer`."""
        return self._propose(snapshot, None, rng)

    def propose_by_meaning(
        self, snapshot: Snapshot, writer: Model | None, embedder: Embedder, rng: Random
    ) -> list[Proposal]:
        """Step up among the vectors of the named model; see `EmbeddingProposer`."""
        return self._propose(snapshot, embedder, rng)

    def _propose(
        self, snapshot: Snapshot, embedder: Embedder | None, rng: Random
    ) -> list[Proposal]:
        worth = fitness(snapshot)
        members = ranked(snapshot, worth)[: max(1, self.around)]
        offered = [
            (member, Mutation(edit, child))
            for member in members
            for edit, child in phrase_edits(snapshot, member)
        ]
        if not offered:
            return []
        rng.shuffle(offered)
        seen = [candidate for candidate in snapshot.candidates if worth.measured(candidate.id)]
        if not seen:
            parent, mutation = offered[0]
            return [self._proposal(parent, mutation, "by lot", 0.0, 0.0)]
        if embedder is not None:
            offered = offered[: max(1, self.neighbours)]
        old = [candidate.prompt for candidate in seen]
        new = [mutation.prompt for _, mutation in offered]
        where = asked_space(snapshot, [*old, members[0].prompt, *new], _words, embedder)
        texts = where.points(new)
        surrogate = _surrogate(worth, seen, where.points(old))
        place, why = self._chosen(surrogate, where.points([members[0].prompt])[0], texts)
        if self.every and (len(snapshot.proposals) + 1) % self.every == 0:
            place, why = int(np.argmax(surrogate.deviation(texts))), "least known"
        parent, mutation = offered[place]
        mean = float(surrogate.mean(texts[place : place + 1])[0])
        doubt = float(surrogate.deviation(texts[place : place + 1])[0])
        return [self._proposal(parent, mutation, why, mean, doubt)]

    def _chosen(self, surrogate: Surrogate, here: Values, texts: Vectors) -> tuple[int, str]:
        """Return the number of the text to ask for, and why."""
        rise = surrogate.gradient(here)
        length = float(np.linalg.norm(rise))
        there = here + (self.step / length * rise if length > 0 else 0.0)
        there = there / np.linalg.norm(there) if there.any() else here
        snapped = int(np.argmax(texts @ there))
        doubts = surrogate.deviation(texts)
        if doubts[snapped] > self.unsure:
            return int(np.argmax(doubts)), "least known"
        return snapped, "up the gradient"

    def _proposal(
        self, parent: Candidate, mutation: Mutation, why: str, mean: float, doubt: float
    ) -> Proposal:
        remember: dict[str, object] = {"why": why, "expected": round(mean, 4)}
        told = f"expected at {mean:+.2f} ± {doubt:.2f} in spreads of the pool; taken: {why}"
        return mutation.proposal(self.name, parent, remember, told)


def _surrogate(worth: Fitness, seen: Sequence[Candidate], points: Vectors) -> Surrogate:
    """Return the surrogate of the prompts that were measured."""
    values = np.array([worth[candidate.id] for candidate in seen])
    counts = np.array([float(worth.counts[candidate.id]) for candidate in seen])
    # In the posterior the votes are weighed already; raw scores are as sure as their number.
    noise = _ROW_NOISE / counts if worth.scores else np.full(len(seen), 0.1)
    return fit(points, (values - values.mean()) / worth.spread(), noise)


def _words(prompt: Prompt) -> str:
    """Return a prompt as text: its words, and its layout as words of their own."""
    layout = prompt.layout
    frame = (layout.instruction_role, layout.instruction_position, layout.field_style, layout.cue)
    shown = [demonstration.answer for demonstration in prompt.demonstrations]
    return "\n".join([prompt.system, prompt.instruction, *shown, *frame])
