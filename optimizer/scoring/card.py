"""The scores of a pool: tuning beside held-out, by prompt and by example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from optimizer.records import Example, Split
from optimizer.scoring.figures import Figure, difference, figure, floor, shrunken

ByExample = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """What a metric says of one prompt.

    Attributes:
        prompt_id: Whose scores.
        tuning: Mean score on tuning rows, on which it may have been chosen.
        shrunken: The same, less what luck explains.
        held_out: Mean score on rows that tuning never saw.
        gain: How much better than the start prompt on the same held-out rows; on the same tuning
            rows where none is scored.
        scores: By example id, both splits.
    """

    prompt_id: str
    tuning: Figure | None
    shrunken: float | None
    held_out: Figure | None
    gain: Figure | None
    scores: ByExample = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unclear:
    """An answer that names no label or several, so that it counts as wrong."""

    prompt_id: str
    example_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The whole table, candidate by example.

    Attributes:
        metric: How people call the metric.
        rows: One per scored prompt, in the pool's order.
        examples: The examples with a score, tuning before held-out.
        floor: What always giving the commonest expected answer scores; 0 where there is none.
        floor_label: That answer.
        unclear: Answers in which no one label was found, for the person to look at.
    """

    metric: str
    rows: tuple[ScoreRow, ...]
    examples: tuple[Example, ...]
    floor: float
    floor_label: str
    unclear: tuple[Unclear, ...] = ()

    def row(self, prompt_id: str) -> ScoreRow | None:
        """Return a prompt's scores, or None."""
        return next((row for row in self.rows if row.prompt_id == prompt_id), None)


def score_card(
    metric: str,
    scores: Mapping[str, ByExample],
    examples: Sequence[Example],
    start_id: str,
    unclear: Sequence[Unclear] = (),
) -> Scorecard:
    """Return what a metric's scores come to.

    Args:
        metric: How people call the metric.
        scores: By prompt id, in the pool's order, and example id; both splits.
        examples: All examples.
        start_id: The start prompt.
        unclear: Answers in which no one label was found.
    """
    splits = {example.id: example.split for example in examples}
    parts = {
        split: {
            prompt: {row: value for row, value in found.items() if splits.get(row) is split}
            for prompt, found in scores.items()
        }
        for split in Split
    }
    tuning, held_out = parts[Split.TUNING], parts[Split.HELD_OUT]
    drawn = shrunken({prompt: list(found.values()) for prompt, found in tuning.items()})
    rows = []
    for prompt, found in scores.items():
        if not found:
            continue
        side = held_out if held_out[prompt] else tuning
        versus = side.get(start_id, {}) if prompt != start_id else {}
        rows.append(
            ScoreRow(
                prompt_id=prompt,
                tuning=figure(list(tuning[prompt].values())),
                shrunken=drawn.get(prompt),
                held_out=figure(list(held_out[prompt].values())),
                gain=difference(side[prompt], versus),
                scores=dict(found),
            )
        )
    scored = {row for found in scores.values() for row in found}
    level, label = floor([example.reference or "" for example in examples])
    return Scorecard(
        metric=metric,
        rows=tuple(rows),
        examples=tuple(
            example
            for split in (Split.TUNING, Split.HELD_OUT)
            for example in examples
            if example.split is split and example.id in scored
        ),
        floor=level,
        floor_label=label,
        unclear=tuple(unclear),
    )
