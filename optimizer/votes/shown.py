"""The duels that were judged or skipped on one setting, with the sums that are asked of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

from optimizer.preference.arrays import IntArray
from optimizer.records import Purpose
from optimizer.votes.columns import Column, Sums
from optimizer.votes.evidence import Judgement
from optimizer.votes.vote_columns import PURPOSES, VoteColumns

Couple = frozenset[str]
"""The ids of two prompts, whichever side they stood on."""

_CONFIRM = PURPOSES.index(Purpose.CONFIRM)
_NONE: frozenset[str] = frozenset()


class Shown:
    """Duels in the order shown; it grows in place.

    Args:
        columns: All votes.
        rows: Which of them are on the setting; the owner adds to it.
    """

    def __init__(self, columns: VoteColumns, rows: Column) -> None:
        self._columns = columns
        self._rows = rows
        both = (columns.left.values[rows.values], columns.right.values[rows.values])
        self._used = Sums(np.bincount(np.concatenate(both), minlength=len(columns.prompts)))

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> Shown:
        """Return the duels of some votes."""
        columns = VoteColumns.of(judgements)
        return cls(columns, Column(range(len(columns))))

    def __len__(self) -> int:
        return len(self._rows)

    def enter(self, row: int) -> None:
        """Take in a row that was added."""
        self._used.add(int(self._columns.left.values[row]))
        self._used.add(int(self._columns.right.values[row]))

    def latest(self, n: int) -> list[tuple[str, str]]:
        """Return the left and the right prompt of the last n duels, oldest first."""
        names, rows = self._columns.prompts.names, self._rows.values[-n:]
        left, right = self._columns.left.values[rows], self._columns.right.values[rows]
        return [(names[one], names[two]) for one, two in zip(left, right, strict=True)]

    def used(self, prompt_id: str) -> int:
        """Return how often a prompt was shown."""
        return self._used[self._columns.prompts.known.get(prompt_id, -1)]

    def lead(self, first: str, second: str) -> int:
        """Return how much more often the first stood left of the second than right of it."""
        known, rows = self._columns.prompts.known, self._rows.values
        one, two = known.get(first, -1), known.get(second, -1)
        left, right = self._columns.left.values[rows], self._columns.right.values[rows]
        ahead = np.count_nonzero((left == one) & (right == two))
        return int(ahead - np.count_nonzero((left == two) & (right == one)))


class Meetings:
    """Whom each prompt met, and on which examples; it grows in place.

    It is looked up when it is first asked for: most prompts of a large pool left the field long
    ago. Confirmations are no meetings: their examples belong to nobody else.

    Args:
        columns: All votes.
        rows: Which of them are on the setting; the owner adds to it.
    """

    def __init__(self, columns: VoteColumns, rows: Column) -> None:
        self._columns = columns
        self._rows = rows
        self._of: dict[str, dict[str, frozenset[str]]] = {}
        self._sorted: _Sorted | None = None

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> Meetings:
        """Return the meetings of some votes."""
        columns = VoteColumns.of(judgements)
        return cls(columns, Column(range(len(columns))))

    def opponents(self, prompt_id: str) -> Collection[str]:
        """Return whom a prompt met."""
        return self._about(prompt_id).keys()

    def examples(self, one: str, two: str) -> frozenset[str]:
        """Return on which examples two prompts met."""
        return self._about(one).get(two, _NONE)

    def enter(self, row: int) -> None:
        """Take in a row that was added."""
        columns = self._columns
        if columns.purpose.values[row] == _CONFIRM:
            return
        left = columns.prompts.names[columns.left.values[row]]
        right = columns.prompts.names[columns.right.values[row]]
        example = frozenset((columns.examples.names[columns.example.values[row]],))
        for one, two in ((left, right), (right, left)):
            if one in self._of:
                self._of[one][two] = self._of[one].get(two, _NONE) | example

    def _about(self, prompt_id: str) -> dict[str, frozenset[str]]:
        if prompt_id not in self._of:
            self._of[prompt_id] = self._looked_up(self._columns.prompts.known.get(prompt_id, -1))
        return self._of[prompt_id]

    def _looked_up(self, code: int) -> dict[str, frozenset[str]]:
        columns, all_rows = self._columns, self._rows.values
        if self._sorted is None:
            self._sorted = _Sorted(columns, all_rows)
        rows = np.concatenate([self._sorted.rows_of(code), all_rows[self._sorted.size :]])
        left, right = columns.left.values[rows], columns.right.values[rows]
        mine = (left == code) | (right == code)
        mine &= columns.purpose.values[rows] != _CONFIRM
        others = np.where(left == code, right, left)[mine].tolist()
        found: dict[int, set[int]] = {}
        for other, on in zip(others, columns.example.values[rows[mine]].tolist(), strict=True):
            found.setdefault(other, set()).add(on)
        prompts, examples = columns.prompts.names, columns.examples.names
        return {prompts[k]: frozenset(examples[e] for e in on) for k, on in found.items()}


class _Sorted:
    """Rows by the prompts that stood in them, so that nobody goes through all of them again.

    Args:
        columns: All votes.
        rows: Which of them, shape (n,).
    """

    def __init__(self, columns: VoteColumns, rows: IntArray) -> None:
        self.size = len(rows)
        prompts = np.concatenate([columns.left.values[rows], columns.right.values[rows]])
        order = np.argsort(prompts, kind="stable")
        self._rows = np.concatenate([rows, rows])[order]
        self._ends = np.searchsorted(prompts[order], np.arange(len(columns.prompts) + 1))

    def rows_of(self, code: int) -> IntArray:
        """Return the rows in which a prompt stood."""
        if not 0 <= code < len(self._ends) - 1:
            return self._rows[:0]
        return self._rows[self._ends[code] : self._ends[code + 1]]
