"""Wins, losses and ties of every prompt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import eq

import numpy as np

from optimizer.preference.arrays import IntArray
from optimizer.records import Verdict
from optimizer.votes.evidence import Judgement
from optimizer.votes.judgements import Judgements
from optimizer.votes.vote_columns import VERDICTS

_LEFT, _RIGHT = VERDICTS.index(Verdict.LEFT), VERDICTS.index(Verdict.RIGHT)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the votes said of one prompt, before any model."""

    wins: int = 0
    losses: int = 0
    ties: int = 0

    @property
    def votes(self) -> int:
        """All verdicts on this prompt."""
        return self.wins + self.losses + self.ties


class Tallies(Mapping[str, Tally]):
    """The tally of every prompt that has votes, by prompt id; never changed.

    Args:
        places: Where each prompt stands; later ones may be added to it.
        wins: By place, shape (n,).
        losses: The same.
        ties: The same.
    """

    def __init__(
        self, places: Mapping[str, int], wins: IntArray, losses: IntArray, ties: IntArray
    ) -> None:
        self._places = places
        size = max(len(wins), len(losses), len(ties))
        self._sums = np.zeros((3, size), dtype=np.int64)
        for row, sums in zip(self._sums, (wins, losses, ties), strict=True):
            row[: len(sums)] = sums
        self._votes = self._sums.sum(axis=0)

    @classmethod
    def of(cls, counts: Mapping[str, Tally]) -> Tallies:
        """Return the tallies that a mapping holds."""
        sums = [[t.wins, t.losses, t.ties] for t in counts.values()]
        places = {prompt_id: place for place, prompt_id in enumerate(counts)}
        return cls(places, *np.array(sums, dtype=np.int64).reshape(-1, 3).T)

    def __getitem__(self, prompt_id: str) -> Tally:
        if prompt_id not in self:
            raise KeyError(prompt_id)
        return Tally(*self._sums[:, self._places[prompt_id]].tolist())

    def __contains__(self, prompt_id: object) -> bool:
        place = self._places.get(str(prompt_id), -1)
        return 0 <= place < len(self._votes) and bool(self._votes[place])

    def __iter__(self) -> Iterator[str]:
        return (prompt_id for prompt_id in tuple(self._places) if prompt_id in self)

    def __len__(self) -> int:
        return int(np.count_nonzero(self._votes))

    def of_all(self, prompts: Sequence[str]) -> IntArray:
        """Return wins, losses and ties of many prompts, shape (3, n)."""
        last, size = len(self._votes), len(prompts)
        if all(map(eq, prompts, self._places)) and size <= len(self._places):
            places = np.arange(size)  # the pool's own order, as nearly always
        else:
            found = (self._places.get(prompt_id, last) for prompt_id in prompts)
            places = np.fromiter(found, dtype=np.int64, count=size)
        padded = np.append(self._sums, np.zeros((3, 1), dtype=np.int64), axis=1)
        return np.asarray(padded[:, np.minimum(places, last)])


def tallies(votes: Iterable[Judgement]) -> Tallies:
    """Count wins, losses and ties per prompt.

    Args:
        votes: Those that teach.
    """
    known = Judgements.of(votes)
    return Tallies(known.columns.prompts.known, *tally_sums(known))


def tally_sums(votes: Judgements) -> tuple[IntArray, IntArray, IntArray]:
    """Return wins, losses and ties by the prompts' place in the votes' columns, shape (n,) each."""
    left, right, size = votes.left, votes.right, len(votes.columns.prompts)
    said = votes.columns.verdict.values[votes.rows]
    first, second = said == _LEFT, said == _RIGHT
    tied = ~(first | second)
    wins, losses, ties = (
        np.bincount(np.concatenate(whom), minlength=size)
        for whom in (
            (left[first], right[second]),
            (right[first], left[second]),
            (left[tied], right[tied]),
        )
    )
    return wins, losses, ties
