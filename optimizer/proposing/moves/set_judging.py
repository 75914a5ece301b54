"""Having two prompts' answers to the same rows compared as sets, by a judge or by a writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from optimizer.judging.judge_sets import (
    SetOpinion,
    SetRow,
    combine_voices,
    read_voice,
    set_requests,
)
from optimizer.proposing.moves.cases import answers_of, clip
from optimizer.protocols import Model
from optimizer.records import Candidate, Example, JudgedDuel, ModelSpec, Snapshot

CALLS = "judge calls"
"""Where the edit of a proposal says how often the judge was asked for its sake."""

UNREADABLE = "judge unreadable"
"""Where it says that nothing the judge answered could be used."""


def judge_rows(judge: Model, snapshot: Snapshot, rows: Sequence[SetRow], times: int) -> SetOpinion:
    """Return what a model says of two sets, asked in alternating orders.

    Args:
        judge: The model.
        snapshot: Its task says what counts.
        rows: The rows with both answers.
        times: How many calls; an even number is balanced.

    Raises:
        WorldFault: The model did not answer.
    """
    voices = []
    for number, asked in enumerate(set_requests(ModelSpec(), snapshot.task, rows, times)):
        said = judge.complete(
            asked.messages, max_tokens=asked.max_tokens, parameters=asked.parameters
        )
        voices.append(read_voice(said.text, rows, exchanged=number % 2 == 1))
    return combine_voices(voices)


def common_rows(
    snapshot: Snapshot,
    one: Candidate,
    other: Candidate,
    most: int,
    first: Sequence[JudgedDuel] = (),
) -> list[SetRow]:
    """Return rows that both prompts have answered, with the answers of the first on the left.

    Args:
        snapshot: The pool and its answers.
        one: A prompt.
        other: Another one.
        most: How many rows at most.
        first: Duels whose rows come first.
    """
    left, right = answers_of(snapshot, one.id), answers_of(snapshot, other.id)
    examples = [duel.example for duel in first] + list(snapshot.examples)
    known = {row.id: row for row in examples if row.id in left and row.id in right}
    return [
        SetRow(_clipped(row), clip(left[row.id]), clip(right[row.id]))
        for row in list(known.values())[:most]
    ]


def _clipped(row: Example) -> Example:
    """Return a row as a judge is shown it: not too long, and inside its tags."""
    said = {name: clip(value) for name, value in row.fields.items()}
    return replace(row, fields=said, reference=clip(row.reference) if row.reference else None)
