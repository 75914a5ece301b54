"""What can be measured of a prompt's answers without any further call."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from statistics import fmean, pstdev

import numpy as np

from optimizer.metrics.labels import expected_of
from optimizer.metrics.metrics import token_f1
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.fitness import Fitness
from optimizer.proposing.moves.vectors import vectors
from optimizer.records import AnswerKind, Candidate, Snapshot
from optimizer.word_count import split_words

QUALITY, PERPLEXITY = "quality", "perplexity"
_SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)|[。！？]+")


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric of the whole set of a prompt's answers; higher is better.

    Attributes:
        name: What the writer calls it.
        told: What it measures, in one line.
        of: Returns it for a candidate and its answers by example id; None when it cannot.
    """

    name: str
    told: str
    of: Callable[[Snapshot, Candidate, Mapping[str, str]], float | None]


def measures(losses: Mapping[str, float] | None = None) -> tuple[Measure, ...]:
    """Return the metrics beside the quality, which is the votes' or the scores'.

    Args:
        losses: The mean loss of some answers' tokens by prompt id; None where nothing tells it, and
            then perplexity is no metric.
    """
    known = losses or {}
    likely = Measure(
        PERPLEXITY,
        "the model finds its answers likely: low perplexity, fluent text",
        lambda _, member, __: -known[member.id] if member.id in known else None,
    )
    return (
        *((likely,) if losses is not None else ()),
        Measure("similarity", "shares words with the expected answers", _similarity),
        Measure("diversity", "answers to different inputs differ from each other", _diversity),
        Measure("brevity", "answers are short", _brevity),
        Measure("simplicity", "answers have short sentences", _simplicity),
        Measure("economy", "the prompt itself is short", _economy),
    )


def default_weights(kind: AnswerKind) -> dict[str, float]:
    """Return the weights for a kind of answer where no writer chose others."""
    if kind is AnswerKind.LABEL:
        return {QUALITY: 0.8, "similarity": 0.1, "economy": 0.1}
    return {QUALITY: 0.6, "similarity": 0.1, "diversity": 0.1, "brevity": 0.1, "simplicity": 0.1}


def table(
    snapshot: Snapshot,
    worth: Fitness,
    members: Sequence[Candidate],
    losses: Mapping[str, float] | None = None,
) -> dict[str, dict[str, float]]:
    """Return every metric of every candidate in standard deviations of the pool.

    Args:
        snapshot: The pool with its answers.
        worth: Its fitness, which is the quality.
        members: The candidates that are compared.
        losses: As for `measures`.

    Returns:
        Metric name to prompt id to value; what cannot be measured is missing and counts as
        average.
    """
    raw: dict[str, dict[str, float]] = {QUALITY: {m.id: worth[m.id] for m in members}}
    for measure in measures(losses):
        found = {
            member.id: measure.of(snapshot, member, snapshot.answers.get(member.id, {}))
            for member in members
        }
        raw[measure.name] = {key: value for key, value in found.items() if value is not None}
    return {name: _standardised(values) for name, values in raw.items()}


def combined(
    values: Mapping[str, Mapping[str, float]], weights: Mapping[str, float], key: str
) -> float:
    """Return the weighted sum of all metrics for one candidate.

    Args:
        values: Metric name to prompt id to value.
        weights: Metric name to weight.
        key: The candidate's id.
    """
    return sum(weight * values.get(name, {}).get(key, 0.0) for name, weight in weights.items())


def _standardised(values: Mapping[str, float]) -> dict[str, float]:
    if not values:
        return {}
    centre, scale = fmean(values.values()), pstdev(values.values()) or 1.0
    return {key: (value - centre) / scale for key, value in values.items()}


def _similarity(snapshot: Snapshot, member: Candidate, answers: Mapping[str, str]) -> float | None:
    rows = {row.id: expected_of(member.prompt, row).reference for row in snapshot.examples}
    found = [token_f1(text, rows[key] or "") for key, text in answers.items() if rows.get(key)]
    return fmean(found) if found else None


def _diversity(snapshot: Snapshot, member: Candidate, answers: Mapping[str, str]) -> float | None:
    if len(answers) < 2:
        return None
    points = vectors([answers[key] for key in sorted(answers)])
    likeness = points @ points.T
    count = len(points)
    return 1.0 - float((likeness.sum() - np.trace(likeness)) / (count * (count - 1)))


def _brevity(snapshot: Snapshot, member: Candidate, answers: Mapping[str, str]) -> float | None:
    return -fmean(log1p(len(split_words(text))) for text in answers.values()) if answers else None


def _simplicity(snapshot: Snapshot, member: Candidate, answers: Mapping[str, str]) -> float | None:
    if not answers:
        return None
    lengths = [
        len(split_words(text)) / max(1, len(_SENTENCE_END.findall(text)))
        for text in answers.values()
    ]
    return -fmean(lengths)


def _economy(snapshot: Snapshot, member: Candidate, answers: Mapping[str, str]) -> float | None:
    return -log1p(len(split_words(f"{member.prompt.system} {editable_text(member.prompt)}")))
