"""Errors by type and count, a summary of each, new prompts, and a predictor that sifts them.

Y. Chen et al., "PRompt Optimization in Multi-Step Tasks (PROMST): Integrating Human Feedback and
Heuristic-based Sampling" (2024). The error types are the tags of the person's votes, each with a
rule; the score predictor is learned on the pool.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.asking import (
    ask,
    ask_for_prompts,
    criteria_text,
    room_for,
    wording_of,
)
from optimizer.proposing.moves.cases import Case, failures, tell_cases
from optimizer.proposing.moves.children import child
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.errors import by_type, rules
from optimizer.proposing.moves.losers import best_loser
from optimizer.proposing.moves.predictor import judged, learn
from optimizer.proposing.moves.ranking import merits
from optimizer.proposing.moves.space import asked_space
from optimizer.protocols import Embedder, Model
from optimizer.records import BroodSize, Candidate, Proposal, Snapshot

_READ = 40


@dataclass(frozen=True, slots=True)
class Promst:
    """New prompts after the errors of the best loser, sifted by a learned predictor.

    `types` error types are told with `per_type` cases each; `written` prompts are asked for and
    `children` of them kept, once `least` prompts of the pool were judged. `rules` are the person's
    own error types, one a line, as `name: meaning`.
    """

    name: ClassVar[str] = "promst"
    needs_writer: ClassVar[bool] = True

    types: int = 3
    per_type: int = 3
    written: int = 4
    children: int = 2
    least: int = 6
    rules: str = ""

    @property
    def embeds(self) -> int:
        """What is written is embedded before it is sifted; see `EmbeddingProposer`."""
        return self.written

    @property
    def a_turn(self) -> BroodSize:
        """As many as are asked for; see `BroodProposer`."""
        return BroodSize(self.children, at_once=True)

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Count errors, have them summed up, write and sift; see `Proposer`."""
        return self._propose(snapshot, writer, None, rng)

    def propose_by_meaning(
        self, snapshot: Snapshot, writer: Model | None, embedder: Embedder, rng: Random
    ) -> list[Proposal]:
        """Do the same, and sift by what the embedding model makes of it; see `Proposer`."""
        return self._propose(snapshot, writer, embedder, rng)

    def _propose(
        self, snapshot: Snapshot, writer: Model | None, embedder: Embedder | None, rng: Random
    ) -> list[Proposal]:
        parent = best_loser(snapshot)
        if writer is None or parent is None:
            return []
        cases = failures(snapshot, parent.id, rng, _READ)
        found = by_type(cases, snapshot.task, parent.prompt)[: self.types]
        text = editable_text(parent.prompt)
        told = {"prompt": text, "criteria": criteria_text(snapshot)}
        errors = {"errors": self._tell(found)}
        summary = ask(writer, wording_of(snapshot, "promst_summary"), told | errors).strip()
        if not summary:
            return []
        wording = wording_of(snapshot, "promst_write")
        asked = told | {"summary": summary, "count": str(self.written)}
        room = room_for(text, 1.5 * self.written)
        texts = ask_for_prompts(writer, wording, asked, self.written, room)
        kept = self._sift(snapshot, parent, texts, embedder)
        cases = [case for _, some in found for case in some]
        counts = {name: len(some) for name, some in found}
        return [
            proposal
            for fresh, predicted in kept
            for proposal in child(
                parent,
                fresh,
                proposer=self.name,
                label="against errors",
                reason=", ".join(f"{name} ({count})" for name, count in counts.items()),
                edit={
                    "action": "remove errors",
                    "errors": counts,
                    "summary": summary,
                    "predicted": predicted,
                    "left_out": len(texts) - len(kept),
                },
                wording=wording,
                cases=cases,
                hoped="should fix: " + ", ".join(f"{n} ({c})" for n, c in counts.items()),
            )
        ]

    def _tell(self, found: Sequence[tuple[str, list[Case]]]) -> str:
        meanings = rules(self.rules)
        blocks = []
        for name, cases in found:
            rule = f"Rule: {meanings[name]}\n" if name in meanings else ""
            few = tell_cases(cases[: self.per_type])
            blocks.append(f"Type: {name}\nCount: {len(cases)}\n{rule}{few}")
        return "\n\n".join(blocks)

    def _sift(
        self,
        snapshot: Snapshot,
        parent: Candidate,
        texts: Sequence[str],
        embedder: Embedder | None,
    ) -> list[tuple[str, float | None]]:
        """Return the texts worth trying with what is predicted of them, the best first.

        A text is dropped when even with the predictor's error and its own uncertainty on top it
        would stay below its parent. While too little is known, the first ones are taken as they
        come.
        """
        known = judged(snapshot, self.least)
        if not known or not texts:
            return [(text, None) for text in texts[: self.children]]
        old = [candidate.prompt for candidate in known]
        new = [with_text(parent.prompt, text) for text in texts]
        where = asked_space(snapshot, [*old, *new], editable_text, embedder)
        predictor = learn(snapshot, known, where.points(old))
        predicted = dict(zip(texts, predictor.predict(where.points(new)), strict=True))
        means = {text: mean for text, (mean, _) in predicted.items()}
        bar = merits(snapshot)[parent.id] - predictor.error
        worthy = sorted(
            (text for text in texts if sum(predicted[text]) >= bar), key=lambda t: -means[t]
        )
        return [(text, round(means[text], 3)) for text in worthy[: self.children]]
