"""A long row of votes, each made when it is asked for, and what all of them amount to at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload

import numpy as np

from optimizer.preference import SLIGHT_WEIGHT, Ballots
from optimizer.preference.arrays import BoolArray, FloatArray, IntArray
from optimizer.records import Purpose, Strength, Verdict
from optimizer.votes.evidence import OUTCOMES, TEACHING, Judgement
from optimizer.votes.people import rater_key
from optimizer.votes.vote_columns import PURPOSES, STRENGTHS, VERDICTS, VoteColumns

_OUTCOME = np.array([OUTCOMES.get(verdict, 0) for verdict in VERDICTS], dtype=np.int64)
_TEACHES = np.array([purpose in TEACHING for purpose in PURPOSES])
_AT_ONCE = 1_000  # votes; more would keep the interpreter from the window
_SKIP, _SLIGHTLY = VERDICTS.index(Verdict.SKIP), STRENGTHS.index(Strength.SLIGHTLY)


class Judgements(Sequence[Judgement]):
    """Some votes of the columns, each made when it is asked for.

    Args:
        columns: All votes.
        rows: Which of them, shape (n,); never changed.
    """

    def __init__(self, columns: VoteColumns, rows: IntArray) -> None:
        self.columns = columns
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Judgement: ...

    @overload
    def __getitem__(self, place: slice) -> Judgements: ...

    def __getitem__(self, place: int | slice) -> Judgement | Judgements:
        if isinstance(place, slice):
            return Judgements(self.columns, self.rows[place])
        return self.columns.judgement(int(self.rows[place]))

    def __iter__(self) -> Iterator[Judgement]:
        return map(self.columns.judgement, self.rows.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def of(cls, votes: Iterable[Judgement]) -> Judgements:
        """Return votes as such a row; what is one already stays as it is."""
        return votes if isinstance(votes, Judgements) else cls.all(VoteColumns.of(votes))

    @classmethod
    def all(cls, columns: VoteColumns) -> Judgements:
        """Return every vote of the columns."""
        return cls(columns, np.arange(len(columns)))

    @property
    def left(self) -> IntArray:
        """The left prompts' places in the columns' `prompts`, shape (n,)."""
        return np.asarray(self.columns.left.values[self.rows])

    @property
    def right(self) -> IntArray:
        """The right prompts' places there, shape (n,)."""
        return np.asarray(self.columns.right.values[self.rows])

    def for_purpose(self, purpose: Purpose) -> Judgements:
        """Return the votes on duels that were shown for a purpose."""
        return Judgements(self.columns, self.rows[self.are(purpose)])

    def by(self, rater_id: str) -> Judgements:
        """Return the votes of one rater."""
        code = self.columns.raters.known.get(rater_id, -1)
        return Judgements(self.columns, self.rows[self.columns.rater.values[self.rows] == code])

    def are(self, purpose: Purpose) -> BoolArray:
        """Return which votes are on duels that were shown for a purpose, shape (n,)."""
        return np.asarray(self.columns.purpose.values[self.rows] == PURPOSES.index(purpose))

    def decided(self) -> BoolArray:
        """Return which votes are no skips, shape (n,)."""
        return np.asarray(self.columns.verdict.values[self.rows] != _SKIP)

    def say_why(self) -> bool:
        """Return whether any of the votes came with a reason."""
        said, ids = self.columns.words, self.columns.ids
        return any(
            said.tags[at] or said.reason[at] or ids[at] in said.spans
            for begin in range(0, len(self.rows), _AT_ONCE)
            for at in self.rows[begin : begin + _AT_ONCE].tolist()
        )

    def vote_id(self, place: int) -> str:
        """Return the id of one vote."""
        return self.columns.ids[int(self.rows[place])]

    def duel_id(self, place: int) -> str:
        """Return the id of the duel of one vote."""
        return self.columns.duels[int(self.rows[place])]

    def same_outputs(self) -> IntArray:
        """Return one number for all votes on the same two outputs, shape (n,)."""
        one = self.columns.left_output.values[self.rows]
        two = self.columns.right_output.values[self.rows]
        return np.asarray(np.minimum(one, two) * self.columns.outputs + np.maximum(one, two))

    def same(self) -> IntArray:
        """Return one number for all votes of one rater on the same two outputs, from 0 on."""
        _, pairs = np.unique(self.same_outputs(), return_inverse=True)
        rater = self.columns.rater.values[self.rows]
        whose = pairs.reshape(-1) * len(self.columns.raters) + rater
        _, same = np.unique(whose, return_inverse=True)
        return np.asarray(same.reshape(-1))

    def strengths(self) -> FloatArray:
        """Return what each vote weighs but for its repeats, shape (n,)."""
        slight = self.columns.strength.values[self.rows] == _SLIGHTLY
        return np.where(slight, SLIGHT_WEIGHT, 1.0)

    def ballots(self, prompts: Mapping[str, int], examples: Mapping[str, int]) -> Ballots:
        """Return the votes as index arrays, repeats of one output pair sharing their weight.

        Args:
            prompts: Prompt id to index.
            examples: Example id to index; -1 for others.
        """
        columns, rows = self.columns, self.rows
        place = np.array([prompts.get(name, -1) for name in columns.prompts.names], dtype=np.int64)
        row = np.array([examples.get(name, -1) for name in columns.examples.names], dtype=np.int64)
        rater = np.array([rater_key(name) for name in columns.raters.names], dtype=np.int64)
        same = self.same()
        return Ballots(
            left=place[self.left],
            right=place[self.right],
            outcome=_OUTCOME[columns.verdict.values[rows]],
            weight=self.strengths() / np.bincount(same)[same],
            example=row[columns.example.values[rows]],
            rater=rater[columns.rater.values[rows]],
            looked_at=columns.looked_at.values[rows],
        )


def in_force(columns: VoteColumns) -> BoolArray:
    """Return which votes were not taken back, shape (n,)."""
    return np.asarray(columns.voided.values == 0, dtype=bool)


def on_setting(columns: VoteColumns, setting_id: str) -> BoolArray:
    """Return which votes in force were cast under a setting, shape (n,).

    Args:
        columns: All votes.
        setting_id: The setting.
    """
    code = columns.settings.known.get(setting_id, -1)
    return np.asarray(in_force(columns) & (columns.setting.values == code), dtype=bool)


def teaching(columns: VoteColumns, setting_id: str) -> BoolArray:
    """Return which votes the posterior of a setting learns from, shape (n,).

    Args:
        columns: All votes.
        setting_id: The setting.
    """
    told = on_setting(columns, setting_id) & (columns.verdict.values != _SKIP)
    return np.asarray(told & _TEACHES[columns.purpose.values], dtype=bool)
