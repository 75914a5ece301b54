"""Pools with a table of scores, for evaluators and selectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from optimizer.records import Example, Prompt, Snapshot
from tests.optimizer.proposing import pools

Column = Sequence[float | None]


def example(number: int, text: str = "") -> Example:
    """One row of the data."""
    return Example(f"e{number}", {"message": text or f"Message {number}"})


def table(
    *columns: Column,
    rows: int | None = None,
    said: Mapping[tuple[int, int], str] | None = None,
    retired: Sequence[int] = (),
    examples: Sequence[Example] | None = None,
    barred: Mapping[int, Sequence[int]] | None = None,
) -> Snapshot:
    """A pool whose k-th candidate has the k-th column of scores; the first is the start prompt.

    Args:
        columns: Scores along the rows; None where a row is not answered.
        rows: How many examples there are; those of the longest column when None.
        said: What a candidate answered on a row, instead of a text made of its score.
        retired: Candidates that are out of play.
        examples: The rows themselves, instead of `rows`.
        barred: Rows that a candidate cannot answer.
    """
    count = max(len(column) for column in columns) if rows is None else rows
    examples = examples or [example(n) for n in range(count)]
    children = [
        Prompt(f"Reply in way {k}.", fields=pools.START.fields) for k in range(1, len(columns))
    ]
    made = pools.snapshot(*children, examples=examples)
    ids = [candidate.id for candidate in made.candidates]
    scores: dict[str, dict[str, float]] = {}
    answers: dict[str, dict[str, str]] = {}
    for k, column in enumerate(columns):
        for row, value in enumerate(column):
            if value is not None:
                scores.setdefault(ids[k], {})[f"e{row}"] = value
                text = (said or {}).get((k, row), f"answer {value}")
                answers.setdefault(ids[k], {})[f"e{row}"] = text
    standings = {
        prompt: replace(standing, live=ids.index(prompt) not in retired)
        for prompt, standing in made.standings.items()
    }
    return replace(
        made,
        standings=standings,
        incumbent=made.candidates[0],
        scores=scores,
        answers=answers,
        barred={ids[k]: frozenset(f"e{n}" for n in ns) for k, ns in (barred or {}).items()},
    )


def numbers(snapshot: Snapshot, prompts: object) -> list[int]:
    """Return which columns these prompt ids belong to, in order."""
    ids = [candidate.id for candidate in snapshot.candidates]
    return sorted(ids.index(prompt) for prompt in prompts)  # type: ignore[attr-defined]
