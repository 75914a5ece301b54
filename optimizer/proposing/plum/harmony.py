"""Plum's harmony search: a new instruction takes each phrase from one of the best, or anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.components import load_components
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.fitness import fitness, ranked
from optimizer.proposing.moves.keeping import keeps_all
from optimizer.proposing.moves.library import (
    addable,
    components_of,
    contradicts_none,
    exchangeable,
)
from optimizer.proposing.moves.phrases import Phrase, join_phrases, split_phrases
from optimizer.proposing.moves.tried import untried
from optimizer.proposing.moves.verbalizers import in_words_of
from optimizer.protocols import Model
from optimizer.records import Candidate, Proposal, Snapshot

_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Harmony:
    """A child composed phrase by phrase from the harmony memory, which is the best of the pool.

    R. Pan et al., "Plum: Prompt Learning using Metaheuristic" (2023); Z. W. Geem et al., "A New
    Heuristic Optimization Algorithm: Harmony Search" (2001).

    Attributes:
        memory: How many of the best candidates the memory holds.
        considering: How often a place takes its phrase from the memory and not from the library.
        adjusting: How often a phrase of the memory gives way to another one of its kind.
        growing: How often a new phrase is played after the last place.
    """

    name: ClassVar[str] = "plum_harmony"
    needs_writer: ClassVar[bool] = False

    memory: int = 6
    considering: float = 0.85
    adjusting: float = 0.2
    growing: float = 0.5

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Compose one instruction; see `Proposer`."""
        members = ranked(snapshot, fitness(snapshot))[: max(1, self.memory)]
        for _ in range(_ATTEMPTS):
            frame = rng.choice(members)
            played = self._play(snapshot, frame, members, rng)
            child = with_text(frame.prompt, join_phrases([phrase for phrase, _ in played]))
            if not keeps_all(snapshot.task, frame.prompt, child):
                continue
            for prompt in untried(snapshot, [child]):
                sources = dict.fromkeys([frame.id, *(key for _, key in played if key)])
                fresh = [phrase.text for phrase, key in played if not key]
                handles = ", ".join(snapshot.candidate(key).handle for key in sources)
                return [
                    Proposal(
                        prompt=prompt,
                        parents=tuple(sources),
                        proposer=self.name,
                        label=f"harmony of {handles}",
                        reason=f"phrase by phrase from {handles}, with {len(fresh)} new",
                        edit={"action": "compose", "new": fresh},
                    )
                ]
        return []

    def _play(
        self, snapshot: Snapshot, frame: Candidate, members: Sequence[Candidate], rng: Random
    ) -> list[tuple[Phrase, str]]:
        """Return a phrase for each place with the id of the member it came from, if any."""
        labels = snapshot.task.labels
        said = {m.id: in_words_of(m.prompt, frame.prompt, labels) for m in members}
        parts = {key: split_phrases(editable_text(prompt)) for key, prompt in said.items()}
        own = parts[frame.id]
        played: list[tuple[Phrase, str]] = []
        for place, phrase in enumerate(own):
            rest = [p for k, p in enumerate(own) if k != place]
            needed = not rest or not keeps_all(
                snapshot.task, frame.prompt, with_text(frame.prompt, join_phrases(rest))
            )
            chosen = (phrase.text, frame.id)
            if not needed:
                chosen = self._note(snapshot, place, parts, played, rng)
            if chosen[0] and _fits(chosen[0], played):
                played.append((Phrase(chosen[0], phrase.gap or "\n"), chosen[1]))
        if rng.random() < self.growing:
            text = _anew(snapshot, played, rng)
            if text and _fits(text, played):
                played.append((Phrase(text, "\n"), ""))
        return played

    def _note(
        self,
        snapshot: Snapshot,
        place: int,
        parts: dict[str, tuple[Phrase, ...]],
        played: Sequence[tuple[Phrase, str]],
        rng: Random,
    ) -> tuple[str, str]:
        if rng.random() >= self.considering:
            return _anew(snapshot, played, rng), ""
        source = rng.choice(sorted(parts))
        if place >= len(parts[source]):
            return "", source
        text = parts[source][place].text
        if rng.random() < self.adjusting:
            present = components_of(text, load_components())
            others = [c for gone in present for c in exchangeable(snapshot.task, present, gone)]
            if others:
                return rng.choice(others).text, ""
        return text, source


def _anew(snapshot: Snapshot, played: Sequence[tuple[Phrase, str]], rng: Random) -> str:
    text = "\n".join(phrase.text for phrase, _ in played)
    offered = addable(snapshot.task, components_of(text, load_components()))
    return rng.choice(offered).text if offered else ""


def _fits(text: str, played: Sequence[tuple[Phrase, str]]) -> bool:
    """Return whether a phrase is not there yet and contradicts no component that is."""
    known = [phrase.text for phrase, _ in played]
    return text not in known and contradicts_none(text, known)
