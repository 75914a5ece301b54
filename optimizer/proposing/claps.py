"""Measure what phrases matter, keep the few that do, and search only there; needs no writer.

H. Zhou et al., "Survival of the Most Influential Prompts: Efficient Black-Box Prompt Search via
Clustering and Pruning" (2023), known as ClaPS: most of the search space has no influence at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import ClassVar

from optimizer.components import load_components
from optimizer.proposing.moves.clusters import clusters
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.fitness import Fitness, fitness, ranked
from optimizer.proposing.moves.history import admitted
from optimizer.proposing.moves.keeping import keeps_all
from optimizer.proposing.moves.library import addable, components_in
from optimizer.proposing.moves.mutating import Bounds, mutate
from optimizer.proposing.moves.phrase_edits import PhraseEdit, clipped
from optimizer.proposing.moves.phrases import appended, join_phrases, split_phrases
from optimizer.proposing.moves.tried import untried
from optimizer.protocols import Model
from optimizer.records import Candidate, Prompt, Proposal, Snapshot

LEAVE_OUT, PUT_IN = "leave out", "put in"


@dataclass(frozen=True, slots=True)
class Claps:
    """First probes of phrases, one at a time; then edits of the influential ones alone.

    A phrase of the start prompt is probed by leaving it out. The library's phrases are clustered
    by their words, and the centre of each cluster is probed by putting it in.

    Attributes:
        probes: How many clusters of the library are probed.
        keep: How many of the clusters and how many own phrases count as influential.
        beam: Of how many of the best candidates children are made.
        writes: Whether the writer model helps where there is one.
    """

    name: ClassVar[str] = "claps"
    needs_writer: ClassVar[bool] = False

    probes: int = 8
    keep: int = 3
    beam: int = 4
    writes: bool = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Probe the next phrase, or edit an influential one; see `Proposer`."""
        writer = writer if self.writes else None
        groups = library_clusters(snapshot, self.probes)
        probe = self._next_probe(snapshot, groups)
        if probe is not None:
            return [probe]
        worth = fitness(snapshot)
        own, offered = self._influential(influences(snapshot, self.name, worth), groups)
        return self._search(snapshot, worth, own, offered, writer, rng)

    def _next_probe(self, snapshot: Snapshot, groups: Sequence[list[str]]) -> Proposal | None:
        """Return the first probe of the start prompt that was never proposed, if there is one."""
        done = {
            (str(p.edit.get("action")), str(p.edit.get("phrase")))
            for p in snapshot.proposals
            if p.proposer == self.name
        }
        start = snapshot.start
        phrases = split_phrases(editable_text(start.prompt))
        probes = [
            (LEAVE_OUT, phrase.text, [*phrases[:k], *phrases[k + 1 :]])
            for k, phrase in enumerate(phrases)
        ]
        probes += [(PUT_IN, g[0], list(appended(phrases, g[0]))) for g in groups]
        for action, text, changed in probes:
            child = with_text(start.prompt, join_phrases(changed))
            fresh = (action, text) not in done and untried(snapshot, [child])
            if fresh and keeps_all(snapshot.task, start.prompt, child):
                return self._probe(start, child, action, text)
        return None

    def _probe(self, start: Candidate, child: Prompt, action: str, text: str) -> Proposal:
        verb = "without" if action == LEAVE_OUT else "with"
        return Proposal(
            prompt=child,
            parents=(start.id,),
            proposer=self.name,
            label=f"{verb} “{clipped(text, 24)}”",
            reason=f"shows how much “{clipped(text, 80)}” matters",
            hypothesis="a probe: phrases that change nothing are not searched further",
            edit={"action": action, "phrase": text},
        )

    def _influential(
        self, found: Mapping[tuple[str, str], float], groups: Sequence[list[str]]
    ) -> tuple[set[str], set[str]]:
        """Return the start prompt's phrases that matter, and the library's that promise most."""
        own = {text: abs(v) for (action, text), v in found.items() if action == LEAVE_OUT}
        put = {text: v for (action, text), v in found.items() if action == PUT_IN}
        few = sorted(own, key=lambda text: (-own[text], text))[: self.keep]
        best = sorted((g for g in groups if g[0] in put), key=lambda g: (-put[g[0]], g[0]))[
            : self.keep
        ]
        return set(few), {text for group in best for text in group}

    def _search(
        self,
        snapshot: Snapshot,
        worth: Fitness,
        own: set[str],
        offered: set[str],
        writer: Model | None,
        rng: Random,
    ) -> list[Proposal]:
        """Return one edit within the influential phrases of one of the best candidates."""
        known = {phrase.text for phrase in split_phrases(editable_text(snapshot.start.prompt))}

        def allowed(edit: PhraseEdit) -> bool:
            return not edit.new or edit.new in offered or edit.new not in library_texts()

        best = ranked(snapshot, worth)[: max(1, self.beam)]
        for parent in rng.sample(best, len(best)):
            present = {p.text for p in split_phrases(editable_text(parent.prompt))}
            within = own | (present - known)
            bounds = Bounds(within=within, allowed=allowed)
            mutation = mutate(snapshot, parent, writer, rng, self.name, bounds)
            if mutation is not None:
                told = f"one of {len(within) + len(offered)} phrases that matter"
                return [mutation.proposal(self.name, parent, hypothesis=told)]
        return []


def library_texts() -> set[str]:
    """Return the text of every component."""
    return {component.text for component in load_components()}


def library_clusters(snapshot: Snapshot, most: int) -> list[list[str]]:
    """Return the library's phrases that the start prompt could hold, in clusters.

    Args:
        snapshot: The pool: its task and its start prompt.
        most: How many clusters.
    """
    present = components_in(snapshot.start.prompt, load_components())
    offered = tuple(component.text for component in addable(snapshot.task, present))
    return [list(group) for group in _clustered(offered, most)]


@lru_cache(maxsize=4)
def _clustered(texts: tuple[str, ...], most: int) -> tuple[tuple[str, ...], ...]:
    # The library stays the same from call to call, and so do its clusters.
    return tuple(tuple(group) for group in clusters(texts, most))


def influences(snapshot: Snapshot, proposer: str, worth: Fitness) -> dict[tuple[str, str], float]:
    """Return what each probed phrase brings, by the kind of the probe and the phrase.

    Args:
        snapshot: The pool and its record.
        proposer: Whose probes.
        worth: The pool's fitness; probes that were not measured are missing.
    """
    found: dict[tuple[str, str], float] = {}
    for proposal in admitted(snapshot, proposer):
        action, text = proposal.edit.get("action"), proposal.edit.get("phrase")
        child = proposal.prompt_id
        if action not in (LEAVE_OUT, PUT_IN) or child is None or not worth.measured(child):
            continue
        change = worth.gain(child, snapshot.start.id)
        found[str(action), str(text)] = -change if action == LEAVE_OUT else change
    return found
