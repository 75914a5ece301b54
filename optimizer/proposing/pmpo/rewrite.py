"""Mask each segment, rewrite the worst, and keep the version with the lowest loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar
from zlib import crc32

from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.fitness import fitness, ranked
from optimizer.proposing.moves.mutating import Bounds, Mutation, mutate
from optimizer.proposing.moves.phrase_edits import DELETE, EXCHANGE, PARAPHRASE, clipped
from optimizer.proposing.moves.phrases import join_phrases, split_phrases
from optimizer.proposing.pmpo.targets import Target, loss, targets
from optimizer.protocols import Likelihood, Model
from optimizer.records import Candidate, Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class Pmpo:
    """A child in which the segment that hurts most is said otherwise, left out or complemented.

    C. Zhao et al., "PMPO" (2025). Nothing is sampled: a prompt is measured by how likely the model
    finds the wanted answers, so it needs a model that tells the probabilities of its tokens, which
    is the bundled server's. Every token of an answer is one request; so answers must be short.

    Attributes:
        rows: How many rows are measured.
        words: How many words their answers may have.
        versions: How many versions are compared.
        beam: Of how many of the best candidates one is rewritten.
        least: By how much the loss must fall, in nats per token.
        writes: Whether the writer model helps where there is one.
    """

    name: ClassVar[str] = "pmpo"
    needs_writer: ClassVar[bool] = False

    rows: int = 6
    words: int = 4
    versions: int = 6
    beam: int = 3
    least: float = 0.01
    writes: bool = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Without a likelihood there is nothing to go by; see `propose_by_likelihood`."""
        return []

    def propose_by_likelihood(
        self, snapshot: Snapshot, writer: Model | None, likelihood: Likelihood, rng: Random
    ) -> list[Proposal]:
        """Rewrite the worst segment of a good candidate; see `LikelihoodProposer`."""
        best = ranked(snapshot, fitness(snapshot))[: max(1, self.beam)]
        done = [key for p in snapshot.proposals if p.proposer == self.name for key in p.parents]
        parent = min(best, key=lambda candidate: done.count(candidate.id))
        # The same rows at every call, so that losses can be compared from child to child.
        drawn = Random(crc32(snapshot.task.id.encode()))
        rows = targets(snapshot, parent.prompt, self.rows, self.words, drawn)
        if not rows:
            return []
        before = loss(likelihood, parent.prompt, rows)
        worst, without = self._worst(parent, rows, likelihood)
        found: list[tuple[float, int, Mutation]] = []
        for number, version in enumerate(self._versions(snapshot, parent, worst, writer, rng)):
            found.append((loss(likelihood, version.prompt, rows), number, version))
        if not found:
            return []
        after, _, version = min(found, key=lambda entry: entry[:2])
        if after > before - self.least:
            return []
        remember = {
            "segment": worst,
            "loss_before": round(before, 4),
            "loss_masked": round(without, 4),
            "loss": round(after, 4),
            "versions": len(found),
        }
        told = f"loss {after:.2f} instead of {before:.2f} at “{clipped(worst, 40)}”"
        return [version.proposal(self.name, parent, remember, told)]

    def _worst(
        self, parent: Candidate, rows: Sequence[Target], likelihood: Likelihood
    ) -> tuple[str, float]:
        """Return the segment without which the loss is lowest, and that loss."""
        phrases = split_phrases(editable_text(parent.prompt))
        masked = []
        for k, phrase in enumerate(phrases):
            rest = join_phrases([*phrases[:k], *phrases[k + 1 :]])
            prompt = with_text(parent.prompt, rest)
            masked.append((loss(likelihood, prompt, rows), k, phrase.text))
        lowest, _, text = min(masked)
        return text, lowest

    def _versions(
        self,
        snapshot: Snapshot,
        parent: Candidate,
        worst: str,
        writer: Model | None,
        rng: Random,
    ) -> list[Mutation]:
        """Return versions in which the segment is changed, and some with a sentence beside it."""
        helper = writer if self.writes else None
        changes = Bounds(within={worst}, actions=(DELETE, EXCHANGE, PARAPHRASE))
        beside = Bounds(within={worst})
        versions: dict[str, Mutation] = {}
        for number in range(2 * self.versions):
            bounds = changes if number % 2 == 0 else beside
            version = mutate(snapshot, parent, helper, rng, self.name, bounds)
            if version is not None and len(versions) < self.versions:
                versions.setdefault(version.prompt.id, version)
        return list(versions.values())
