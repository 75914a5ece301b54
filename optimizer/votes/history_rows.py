"""The whole history as it is shown: a row is made when somebody looks at it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from optimizer.preference.arrays import BoolArray
from optimizer.records import Marked, Verdict
from optimizer.views import HistoryRow
from optimizer.votes.columns import Column
from optimizer.votes.vote_columns import PURPOSES, STRENGTHS, VERDICTS, VoteColumns

_SKIP = VERDICTS.index(Verdict.SKIP)


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
            return tuple(self._at(at) for at in range(self.size)[place])
        return self._at(range(self.size)[place])

    def __iter__(self) -> Iterator[HistoryRow]:
        # As lists the columns are gone through several times as fast.
        columns = (column.values[: self.size].tolist() for column in self._numbers())
        return (self._row(at, row) for at, row in enumerate(zip(*columns, strict=True)))

    @property
    def vote_ids(self) -> Sequence[str]:
        """Which votes they are."""
        return self.columns.ids[: self.size]

    @property
    def times(self) -> Sequence[str]:
        """When the votes were cast, as their rows tell it."""
        return self.columns.words.cast_at[: self.size]

    def rater_names(self) -> frozenset[str]:
        """Return the names of those who voted."""
        names = self.columns.raters.names
        voted = np.flatnonzero(np.bincount(self.columns.rater.values[: self.size])).tolist()
        return frozenset(self.raters.get(names[code], names[code]) for code in voted)

    def place_of(self, vote_id: str) -> int | None:
        """Return the place of a vote, or None."""
        try:
            return self.columns.ids.index(vote_id, 0, self.size)
        except ValueError:
            return None

    def where(
        self,
        *,
        prompts: Collection[str] = (),
        example_id: str | None = None,
        verdict: Verdict | None = None,
        rater: str | None = None,
        since: str | None = None,
        up_to_number: int | None = None,
        teaching: bool = False,
        counted: bool = False,
    ) -> list[int]:
        """Return the places of the votes of which all this holds; see `History`."""
        columns, first = self.columns, slice(self.size)
        passed = np.ones(self.size, dtype=bool)
        left, right = columns.left.values[first], columns.right.values[first]
        for prompt_id in prompts:
            code = columns.prompts.known.get(prompt_id, -1)
            passed &= (left == code) | (right == code)
        if example_id is not None:
            passed &= columns.example.values[first] == columns.examples.known.get(example_id, -1)
        said = columns.verdict.values[first]
        if verdict is not None:
            passed &= said == VERDICTS.index(verdict)
        if rater is not None:
            names = [self.raters.get(name, name) == rater for name in columns.raters.names]
            passed &= np.array(names, dtype=bool)[columns.rater.values[first]]
        if up_to_number is not None:
            passed[max(0, up_to_number) :] = False
        if teaching:
            passed &= self.teaches
        if counted:
            passed &= (columns.voided.values[first] == 0) & (said != _SKIP)
        places = np.flatnonzero(passed).tolist()
        if since is not None:
            times = self.times
            places = [place for place in places if times[place] >= since]
        return places

    def _at(self, at: int) -> HistoryRow:
        return self._row(at, tuple(int(column.values[at]) for column in self._numbers()))

    def _numbers(self) -> tuple[Column, ...]:
        """Return the columns that a row is made of, in the order in which `_row` takes them."""
        votes = self.columns
        sides = (votes.rater, votes.example, votes.left, votes.right)
        said = (votes.verdict, votes.strength, votes.purpose, votes.voided)
        return (*sides, *said, votes.looked_at)

    def _row(self, at: int, numbers: tuple[int, ...]) -> HistoryRow:
        columns, said = self.columns, self.columns.words
        rater, example, left, right, verdict, strength, purpose, voided, looked_at = numbers
        vote_id, name = columns.ids[at], columns.raters.names[rater]
        return HistoryRow(
            vote_id,
            columns.duels[at],
            at + 1,
            said.cast_at[at],
            columns.examples.names[example],
            self.titles[example],
            VERDICTS[verdict],
            STRENGTHS[strength],
            said.tags[at],
            said.reason[at],
            self.names[left],
            self.names[right],
            columns.prompts.names[left],
            columns.prompts.names[right],
            said.took_ms[at],
            self.raters.get(name, name),
            PURPOSES[purpose],
            bool(voided),
            self.marks.get(vote_id, ()),
            vote_id in self.fast,
            bool(self.teaches[at]),
            looked_at,
        )
