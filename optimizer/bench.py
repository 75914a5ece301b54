"""The raters beside the person: a judge's verdicts and a metric's scores on one setting."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.preference import Ballots
from optimizer.preference.arrays import FloatArray
from optimizer.preference.raters import RaterEvidence, judge_evidence, metric_evidence
from optimizer.records import Rater, RaterKind, Verdict
from optimizer.votes.evidence import Judgement, ballots
from optimizer.word_count import split_words

_MARKDOWN = re.compile(r"^\s*(?:[-*+]\s|\d+[.)]\s|#{1,6}\s|>)|\*\*|`", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Score:
    """What a metric gave one output."""

    prompt_id: str
    value: float


@dataclass(frozen=True, slots=True)
class Seat:
    """One rater with all it said; turned into evidence on another thread.

    Attributes:
        rater: Who.
        judgements: Its votes on this setting, abstentions included.
        scores: Its scores, when it is a metric.
        trusted: Whether it decides alone.
    """

    rater: Rater
    judgements: tuple[Judgement, ...] = ()
    scores: tuple[Score, ...] = ()
    trusted: bool = False

    @property
    def heard(self) -> tuple[Judgement, ...]:
        """The votes that say something."""
        return tuple(e for e in self.judgements if e.vote.verdict is not Verdict.SKIP)

    @property
    def votes(self) -> int:
        """How much evidence there is: votes or scored answers."""
        return len(self.heard) + len(self.scores)

    def among(self, prompts: Collection[str]) -> Seat:
        """Return what it says of some prompts only."""
        return replace(
            self,
            judgements=tuple(
                entry
                for entry in self.judgements
                if entry.duel.left_prompt in prompts and entry.duel.right_prompt in prompts
            ),
            scores=tuple(score for score in self.scores if score.prompt_id in prompts),
        )

    def ballots(self, prompts: Mapping[str, int], examples: Mapping[str, int]) -> Ballots:
        """Return its votes as index arrays."""
        return ballots(self.heard, prompts, examples)

    def evidence(
        self,
        prompts: Mapping[str, int],
        examples: Mapping[str, int],
        covariates: FloatArray | None,
    ) -> RaterEvidence:
        """Return what it says of the prompts.

        Args:
            prompts: Prompt id to index.
            examples: Example id to index.
            covariates: What may bias it, shape (K, C).
        """
        if self.rater.kind is RaterKind.METRIC:
            total, count = np.zeros(len(prompts)), np.zeros(len(prompts))
            for score in self.scores:
                total[prompts[score.prompt_id]] += score.value
                count[prompts[score.prompt_id]] += 1.0
            evidence = metric_evidence(total / np.maximum(count, 1.0), count)
            return replace(evidence, trusted=self.trusted)
        return judge_evidence(self.ballots(prompts, examples), len(prompts), covariates)


@dataclass(frozen=True, slots=True, eq=False)
class Hearing:
    """All that raters beside the person say, with what is needed to read it.

    Attributes:
        seats: The raters.
        prompts: Prompt id to index.
        examples: Example id to index.
        covariates: What may bias a judge, shape (K, C).
    """

    seats: tuple[Seat, ...]
    prompts: Mapping[str, int]
    examples: Mapping[str, int]
    covariates: FloatArray

    def among(self, index: Sequence[int]) -> Hearing:
        """Return what they say of some prompts only.

        Args:
            index: The prompts, rising; they get the indices 0, 1, ...
        """
        ids = list(self.prompts)
        prompts = {ids[k]: place for place, k in enumerate(index)}
        seats = tuple(seat.among(prompts) for seat in self.seats)
        return Hearing(seats, prompts, self.examples, self.covariates[list(index)])

    def evidence(self) -> list[RaterEvidence]:
        """Return each rater's evidence, in the order of the seats."""
        return [seat.evidence(self.prompts, self.examples, self.covariates) for seat in self.seats]


def look_of(text: str) -> tuple[float, float]:
    """Return what may please a judge whatever a text says.

    Args:
        text: An output.

    Returns:
        Log of its number of words, and its Markdown marks per line.
    """
    lines = max(1, text.count("\n") + 1)
    return math.log1p(len(split_words(text))), len(_MARKDOWN.findall(text)) / lines


@dataclass(frozen=True, slots=True)
class Look:
    """How one output looks: log of its number of words, Markdown marks per line."""

    prompt_id: str
    example_id: str
    words: float
    markdown: float


def covariates(prompts: Sequence[str], looks: Iterable[Look]) -> FloatArray:
    """Return how every prompt's outputs look beside the others' on the same examples.

    Examples differ in how long their answers are, and prompts in which examples they were judged
    on: each look counts as its difference from the mean of its example.

    Args:
        prompts: Prompt ids by index.
        looks: Of the outputs that were judged.

    Returns:
        Shape (K, 2); a prompt without outputs gets the mean of the others.
    """
    index = {prompt: k for k, prompt in enumerate(prompts)}
    by_example: dict[str, list[Look]] = {}
    for look in looks:
        if look.prompt_id in index:
            by_example.setdefault(look.example_id, []).append(look)
    total, count = np.zeros((len(prompts), 2)), np.zeros(len(prompts))
    for alike in by_example.values():
        values = np.array([(look.words, look.markdown) for look in alike])
        places = [index[look.prompt_id] for look in alike]
        np.add.at(total, places, values - values.mean(axis=0))
        np.add.at(count, places, 1.0)
    known = count > 0
    mean = total / np.maximum(count, 1.0)[:, None]
    if known.any():
        mean[~known] = mean[known].mean(axis=0)
    return mean
