"""The whole history as it is shown: a row is made when somebody looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from optimizer.preference.arrays import BoolArray
from optimizer.records import Example, Marked
from optimizer.views import HistoryRow
from optimizer.vote_columns import PURPOSES, STRENGTHS, VERDICTS, VoteColumns

_TITLE_LENGTH = 80


@dataclass(frozen=True, slots=True, eq=False)
class HistoryRows(Sequence[HistoryRow]):
    """Votes as the history shows them, oldest first; later votes change nothing here.

    Attributes:
        columns: All votes.
        size: How many of them were cast when this was made.
        teaches: Which of them the posterior learns from.
        titles: What examples are called, by place in the columns.
        names: What prompts are called, by place in the columns.
        raters: Raters' names by id.
        fast: The votes that came sooner than their outputs can be read.
        marks: Pieces of outputs that were marked, by vote.
    """

    columns: VoteColumns
    size: int
    teaches: BoolArray
    titles: Sequence[str]
    names: Sequence[str]
    raters: Mapping[str, str]
    fast: frozenset[str]
    marks: Mapping[str, tuple[Marked, ...]]

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, place: int) -> HistoryRow: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[HistoryRow, ...]: ...

    def __getitem__(self, place: int | slice) -> HistoryRow | tuple[HistoryRow, ...]:
        if isinstance(place, slice):
            return tuple(self._row(at) for at in range(self.size)[place])
        return self._row(range(self.size)[place])

    def __iter__(self) -> Iterator[HistoryRow]:
        return map(self._row, range(self.size))

    def _row(self, at: int) -> HistoryRow:
        columns, said = self.columns, self.columns.words
        vote_id, rater = columns.ids[at], columns.raters.names[columns.rater.values[at]]
        example, purpose = columns.example.values[at], PURPOSES[columns.purpose.values[at]]
        left, right = columns.left.values[at], columns.right.values[at]
        return HistoryRow(
            vote_id,
            columns.duels[at],
            at + 1,
            said.cast_at[at],
            columns.examples.names[example],
            self.titles[example],
            VERDICTS[columns.verdict.values[at]],
            STRENGTHS[columns.strength.values[at]],
            said.tags[at],
            said.reason[at],
            self.names[left],
            self.names[right],
            columns.prompts.names[left],
            columns.prompts.names[right],
            said.took_ms[at],
            self.raters.get(rater, rater),
            purpose,
            bool(columns.voided.values[at]),
            self.marks.get(vote_id, ()),
            vote_id in self.fast,
            bool(self.teaches[at]),
        )


def example_title(example: Example) -> str:
    """Return a short name for an example: the start of its longest field."""
    text = " ".join(max(example.fields.values(), key=len, default="").split())
    return text if len(text) <= _TITLE_LENGTH else text[: _TITLE_LENGTH - 1].rstrip() + "…"
