"""The votes of a session with their duels: what is in force, what was met, what history shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from optimizer.preference.arrays import IntArray
from optimizer.records import Duel, Purpose, Vote
from optimizer.votes.docket import Docket
from optimizer.votes.evidence import Judgement
from optimizer.votes.judgements import Judgements, in_force, teaching
from optimizer.votes.vote_columns import VoteColumns


class Casebook:
    """All votes ever cast by people, in order; voided ones stay in the book.

    Args:
        columns: Every stored vote, oldest first; the book grows and changes it.
    """

    def __init__(self, columns: VoteColumns) -> None:
        self._columns = columns
        self._row = {vote_id: row for row, vote_id in enumerate(columns.ids)}
        self._on_duel: dict[str, int] | None = None
        self._dockets: dict[str, Docket] = {}

    @classmethod
    def of(cls, votes: Iterable[Vote], duels: Mapping[str, Duel]) -> Casebook:
        """Return the book of these votes, oldest first."""
        return cls(VoteColumns.of(Judgement(vote, duels[vote.duel_id]) for vote in votes))

    def __getitem__(self, vote_id: str) -> Judgement:
        return self._columns.judgement(self._row[vote_id])

    def __contains__(self, vote_id: str) -> bool:
        return vote_id in self._row

    def __iter__(self) -> Iterator[Judgement]:
        return iter(self._some(np.arange(len(self))))

    def __len__(self) -> int:
        return len(self._row)

    @property
    def columns(self) -> VoteColumns:
        """All votes by columns; votes are added in place, a change makes others."""
        return self._columns

    def enter(self, vote: Vote, duel: Duel) -> None:
        """Write a new vote into the book; it is stored already."""
        row = self._row[vote.id] = self._columns.append(Judgement(vote, duel))
        if self._on_duel is not None and not vote.voided:
            self._on_duel.setdefault(duel.id, row)
        for docket in self._dockets.values():
            docket.enter(row)

    def amend(self, vote: Vote) -> None:
        """Replace a vote by its later state."""
        row = self._row[vote.id]
        taken_back = bool(self._columns.voided.values[row]) is not vote.voided
        self._columns = self._columns.changed(row, vote)
        # Sums cannot be taken back vote by vote; they are made anew when they are asked for.
        self._dockets.clear()
        if taken_back:
            self._on_duel = None

    def number(self, vote_id: str) -> int:
        """Return which vote of the project this was, from 1 on."""
        return self._row[vote_id] + 1

    def in_force(self) -> Judgements:
        """Return the votes that are not voided, skips included."""
        return self._some(np.flatnonzero(in_force(self._columns)))

    def count_in_force(self, since: str = "") -> int:
        """Return how many votes are not voided, skips included.

        Args:
            since: Only those that were cast then or later, as UTC ISO 8601.
        """
        counted = in_force(self._columns)
        if since:
            cast_at = self._columns.words.cast_at
            return sum(cast_at[row] >= since for row in np.flatnonzero(counted).tolist())
        return int(np.count_nonzero(counted))

    def for_purpose(self, purpose: Purpose, setting_id: str) -> Judgements:
        """Return the votes in force on duels that were shown for a purpose on a setting."""
        return self.docket(setting_id).all.for_purpose(purpose)

    def docket(self, setting_id: str) -> Docket:
        """Return what the votes in force on a setting amount to."""
        if setting_id not in self._dockets:
            self._dockets[setting_id] = Docket(self._columns, setting_id)
        return self._dockets[setting_id]

    def teaching(self, setting_id: str) -> Judgements:
        """Return the votes that the posterior of a setting learns from."""
        return self.docket(setting_id).teaching

    def judged(self, duel_id: str) -> bool:
        """Return whether there is a vote in force on a duel."""
        return duel_id in self._judged()

    def verdict_on(self, duel_id: str) -> Vote | None:
        """Return the vote in force on a duel, or None."""
        row = self._judged().get(duel_id)
        return None if row is None else self._columns.judgement(row).vote

    def repeats(self, judgement: Judgement) -> bool:
        """Return whether the same rater's verdict on the same two outputs counts already."""
        columns, duel = self._columns, judgement.duel
        one, two = columns.output(duel.left_output), columns.output(duel.right_output)
        left, right = columns.left_output.values, columns.right_output.values
        same = ((left == one) & (right == two)) | ((left == two) & (right == one))
        same &= columns.rater.values == columns.raters.known.get(judgement.vote.rater_id, -1)
        same &= teaching(columns, duel.setting_id)
        own = self._row.get(judgement.vote.id, -1)
        return any(row != own for row in np.flatnonzero(same).tolist())

    def _judged(self) -> dict[str, int]:
        if self._on_duel is None:
            rows = np.flatnonzero(in_force(self._columns)).tolist()
            # From the end, so that the first of several people's votes stays.
            self._on_duel = {self._columns.duels[row]: row for row in reversed(rows)}
        return self._on_duel

    def _some(self, rows: IntArray) -> Judgements:
        return Judgements(self._columns, rows)
