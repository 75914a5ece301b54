"""Weigh the labels of the prompt that tells them apart best; needs no writer.

T. Zhao et al., "Calibrate Before Use: Improving Few-Shot Performance of Language Models" (2021);
H. Zhou et al., "Batch Calibration: Rethinking Calibration for In-Context Learning and Prompt
Engineering" (2024). They calibrate one prompt; here the same probabilities also say which of
several prompts is worth calibrating, before any of them is scored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import ClassVar

from optimizer.metrics.labels import word_for
from optimizer.proposing.moves.calibrating import (
    Reading,
    Weights,
    clarity,
    read,
    rows_to_read,
    weights_of,
)
from optimizer.proposing.moves.choosing_shown import at_random
from optimizer.proposing.moves.demonstrations import counted, new_demonstrations
from optimizer.proposing.moves.fitness import fitness, ranked
from optimizer.proposing.moves.layouts import drawn_layouts
from optimizer.protocols import Likelihood, Model
from optimizer.records import (
    ROWS_READ,
    Candidate,
    DemonstrationStyle,
    Prompt,
    Proposal,
    Snapshot,
)

_ATTEMPTS = 40
_DIGITS = 3  # of a weight, in nats
_SHARE = 0.7  # of the answers that are left may be spent on reading in one turn


@dataclass(frozen=True, slots=True)
class Calibrate:
    """A prompt with answers held to the labels, and the labels weighed so that none is a habit.

    Versions of a good prompt, with other worked examples and in other layouts, are read on a few
    rows: how likely the model finds each label there. The half that tells the labels apart best is
    read on as many rows again, and half of these on twice as many; the best gets its weights. A row
    that is read counts as an answer.

    Halving as in K. Jamieson and A. Talwalkar, "Non-stochastic Best Arm Identification and
    Hyperparameter Optimization" (2016). Replayed on 49 prompts of two tasks that were read whole:
    weights found on eight rows, as many of each label, are within .01 of those found on 32; the
    likelihood of the right labels ranks versions better than their accuracy does (.01 to .02); and
    from 8 to 20 versions at first it matters little how many.

    Attributes:
        versions: How many versions are read at first.
        rows: On how many rows each, or two of each label if that is more.
        looks: How often the better half is read on.
        beam: Of how many of the best candidates one is varied.
        least: The smallest set of worked examples.
        most: The largest one.
    """

    name: ClassVar[str] = "calibrate"
    needs_writer: ClassVar[bool] = False
    needs_labels: ClassVar[bool] = True
    needs_likelihood: ClassVar[bool] = True

    versions: int = 12
    rows: int = 8
    looks: int = 3
    beam: int = 2
    least: int = 2
    most: int = 5

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Without a likelihood there is nothing to weigh; see `propose_by_likelihood`."""
        return []

    def propose_by_likelihood(
        self, snapshot: Snapshot, writer: Model | None, likelihood: Likelihood, rng: Random
    ) -> list[Proposal]:
        """Weigh the best of some versions of a good candidate; see `LikelihoodProposer`."""
        labels = snapshot.task.labels
        if snapshot.answers_left is None or len(labels) < 2:
            return []
        parent = rng.choice(ranked(snapshot, fitness(snapshot))[: max(1, self.beam)])
        words = tuple(word_for(parent.prompt, label) for label in labels)
        look = _whole(max(self.rows, 2 * len(labels)), len(labels))
        # Demonstrations take rows away: at worst all of one label.
        enough = len(rows_to_read(snapshot, parent.prompt)) - self.most * len(labels) >= look
        count = self._affordable(snapshot.answers_left, look)
        if not count or not enough or not likelihood.tells_apart(words):
            return []
        versions = list(self._versions(snapshot, parent, words, count, rng))
        if not versions:
            return []
        found = self._read(snapshot, likelihood, versions, look)
        best, *_ = found  # the clearest of those that were read on most rows
        met = Counter(row.reference for row in snapshot.examples)
        weights = weights_of(found[best], [met[label] for label in labels])
        return [self._proposal(best, parent, found, weights)]

    def _affordable(self, left: int, look: int) -> int:
        """Return how many versions may be read, so that some answers are left to score with."""

        def cost(versions: int) -> int:
            rounds = _rounds(versions, look, self.looks)
            return sum(count * (upto - met) for count, met, upto in rounds)

        able = range(1, self.versions + 1)
        return max((v for v in able if cost(v) <= _SHARE * left), default=0)

    def _read(
        self, snapshot: Snapshot, likelihood: Likelihood, versions: Sequence[Prompt], look: int
    ) -> dict[Prompt, Reading]:
        """Return what was read of each version, the best first: more of every better half."""
        labels = snapshot.task.labels
        found = dict.fromkeys(versions, Reading())
        left = list(versions)
        for count, met, upto in _rounds(len(versions), look, self.looks):
            for version in left[:count]:
                rows = rows_to_read(snapshot, version)[met:upto]
                found[version] = found[version].plus(read(likelihood, version, labels, rows))
            clear = {version: clarity(found[version]) for version in left[:count]}
            left[:count] = sorted(clear, key=lambda version: -clear[version])
        return {version: found[version] for version in left}

    def _versions(
        self, snapshot: Snapshot, parent: Candidate, words: tuple[str, ...], count: int, rng: Random
    ) -> Iterator[Prompt]:
        """Yield versions that were not weighed yet: the parent itself first.

        Weights that came from a parent were read for another prompt: such a child is one of them.
        """
        done = {
            _with_weights(candidate.prompt, ())
            for candidate in snapshot.candidates
            if candidate.prompt.layout.choice_weights and candidate.proposer == self.name
        }
        base = replace(
            parent.prompt, layout=replace(parent.prompt.layout, choices=words, choice_weights=())
        )
        version, left = base, count
        for _ in range(_ATTEMPTS):
            if version not in done:
                done.add(version)
                left -= 1
                yield version
            if not left:
                return
            version = self._varied(snapshot, base, rng)

    def _varied(self, snapshot: Snapshot, base: Prompt, rng: Random) -> Prompt:
        """Return a prompt with other worked examples, in another layout, or both."""
        show, lay = rng.choice(((True, False), (False, True), (True, True)))
        bare = replace(base, demonstrations=())
        offered = new_demonstrations(snapshot, bare)
        if show and offered:
            count = rng.randint(min(self.least, self.most), self.most)
            base = replace(bare, demonstrations=tuple(at_random(offered, count, rng)))
        if lay:
            kind, labels = snapshot.task.answer_kind, snapshot.task.labels
            held = (
                layout
                for layout in drawn_layouts(base, kind, labels, rng)
                if layout.choices == base.layout.choices
                # Measured: examples inside one message do worst, .72 and .60 against .78 and .72.
                and layout.demonstrations is not DemonstrationStyle.INLINE
            )
            base = replace(base, layout=next(held, base.layout))
        return base

    def _proposal(
        self,
        prompt: Prompt,
        parent: Candidate,
        found: Mapping[Prompt, Reading],
        exact: Weights,
    ) -> Proposal:
        weights = tuple(round(weight, _DIGITS) for weight in exact)
        child = _with_weights(prompt, weights)
        told = ", ".join(
            f"{word} {weight:+.2f}"
            for word, weight in zip(prompt.layout.choices, weights, strict=True)
        )
        count = len(prompt.demonstrations)
        shown = f", {counted(count)}" if count else ""
        return Proposal(
            prompt=child,
            parents=(parent.id,),
            proposer=self.name,
            label=f"labels weighed{shown}",
            reason=f"tells the labels apart best of {len(found)} versions; weighed {told}",
            hypothesis="the right label is the less unlikely one even where another is given",
            edit={
                "action": "calibrate",
                "clarity": round(clarity(found[prompt]), 4),
                "demonstrations": count,
                ROWS_READ: sum(len(each.right) for each in found.values()),
            },
        )


def _rounds(versions: int, look: int, looks: int) -> Iterator[tuple[int, int, int]]:
    """Yield how many versions are read in each round, from which row on and up to which."""
    met, upto = 0, look
    for _ in range(looks):
        yield versions, met, upto
        versions, met, upto = (versions + 1) // 2, upto, 2 * upto


def _whole(rows: int, labels: int) -> int:
    """Return the next number of rows that holds as many of each label."""
    return -(-rows // labels) * labels


def _with_weights(prompt: Prompt, weights: Weights) -> Prompt:
    return replace(prompt, layout=replace(prompt.layout, choice_weights=weights))
