"""All votes as the engine told them: the long history of before, and what came or changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import overload

from app.requests import VoteFilter
from optimizer.records import Verdict
from optimizer.views import History, HistoryRow


class ToldVotes(Sequence[HistoryRow]):
    """Votes in the order told; a row of the history is made only when somebody looks at it."""

    def __init__(self) -> None:
        self._history: History | None = None
        self._changed: dict[int, HistoryRow] = {}  # by place in the history
        self._later: list[HistoryRow] = []
        self._place: dict[str, int] = {}  # of the later ones
        self._rising = True  # whether the later ones came in the order of their numbers
        self._names: frozenset[str] = frozenset()  # of those who voted before

    def enter(self, rows: Sequence[HistoryRow] | Iterable[HistoryRow], *, whole: bool) -> None:
        """Take rows that are new or changed; `whole` says that they replace all."""
        if whole:
            self._history, self._changed, self._later, self._place = None, {}, [], {}
            self._rising, self._names = True, frozenset()
            if isinstance(rows, History):
                self._history = rows
                self._names = frozenset(rows.rater_names())
                return
        for row in rows:
            place = row.number - 1
            if self._history is not None and place < len(self._history):
                self._changed[place] = row
            elif row.vote_id in self._place:
                self._later[self._place[row.vote_id]] = row
            else:
                before = self._later[-1].number if self._later else 0
                self._rising = self._rising and row.number > before
                self._place[row.vote_id] = len(self._later)
                self._later.append(row)

    def __len__(self) -> int:
        return self._before + len(self._later)

    @overload
    def __getitem__(self, place: int) -> HistoryRow: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[HistoryRow, ...]: ...

    def __getitem__(self, place: int | slice) -> HistoryRow | tuple[HistoryRow, ...]:
        if isinstance(place, slice):
            return tuple(self[at] for at in range(len(self))[place])
        place = range(len(self))[place]
        if self._history is None or place >= self._before:
            return self._later[place - self._before]
        return self._changed.get(place) or self._history[place]

    def __iter__(self) -> Iterator[HistoryRow]:
        if self._history is not None:
            for place, row in enumerate(self._history):
                yield self._changed.get(place, row)
        yield from self._later

    def place_of(self, vote_id: str) -> int | None:
        """Return where a vote stands, or None."""
        if vote_id in self._place:
            return self._before + self._place[vote_id]
        return self._history.place_of(vote_id) if self._history is not None else None

    def number_at(self, place: int) -> int:
        """Return which vote stands at a place."""
        return place + 1 if place < self._before else self._later[place - self._before].number

    def numbers(self) -> list[int]:
        """Return which votes they are."""
        return [*range(1, self._before + 1), *(row.number for row in self._later)]

    def times(self) -> list[str]:
        """Return when they were cast."""
        before = self._history.times if self._history is not None else ()
        return [*before, *(row.cast_at for row in self._later)]

    @property
    def rising(self) -> bool:
        """Whether they stand in the order of their numbers."""
        return self._rising

    def rater_names(self) -> frozenset[str]:
        """Return the names of those who voted."""
        return self._names | {row.rater for row in self._later}

    def select(self, votes: VoteFilter) -> ChosenVotes:
        """Return the votes that pass a filter, in their order."""
        if votes == VoteFilter():
            return ChosenVotes(self, range(len(self)))
        old: list[int] = []
        if self._history is not None:
            old = self._history.where(
                prompts=[each for each in (votes.prompt_id, votes.against_id) if each is not None],
                example_id=votes.example_id,
                verdict=votes.verdict,
                rater=votes.rater,
                since=votes.since,
                up_to_number=votes.up_to_number,
                teaching=votes.teaching,
            )
        return ChosenVotes(self, self._with_later(old, lambda row: passes(row, votes)))

    def since(self, time: str) -> ChosenVotes:
        """Return the votes that were cast at a time in UTC or later."""
        return self.select(VoteFilter(since=time))

    @property
    def cast(self) -> int:
        """How many votes there are: a skipped pair is none, nor is one taken back."""
        old = self._history.where(counted=True) if self._history is not None else []

        def counts(row: HistoryRow) -> bool:
            return not row.voided and row.verdict is not Verdict.SKIP

        return len(self._with_later(old, counts))

    @property
    def _before(self) -> int:
        return len(self._history) if self._history is not None else 0

    def _with_later(self, old: Sequence[int], wanted: Callable[[HistoryRow], bool]) -> list[int]:
        """Return places of the history, corrected for what changed, and of what came later."""
        if self._changed:
            old = [place for place in old if place not in self._changed]
            old = sorted([*old, *(at for at, row in self._changed.items() if wanted(row))])
        later = enumerate(self._later, self._before)
        return [*old, *(place for place, row in later if wanted(row))]


class ChosenVotes(Sequence[HistoryRow]):
    """Some of the votes that were told.

    Args:
        votes: All of them.
        places: Where the chosen ones stand among them.
    """

    def __init__(self, votes: ToldVotes, places: Sequence[int]) -> None:
        self._votes = votes
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> HistoryRow: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[HistoryRow, ...]: ...

    def __getitem__(self, place: int | slice) -> HistoryRow | tuple[HistoryRow, ...]:
        if isinstance(place, slice):
            return tuple(self._votes[at] for at in self._places[place])
        return self._votes[self._places[place]]

    def __iter__(self) -> Iterator[HistoryRow]:
        if len(self._places) == len(self._votes):
            return iter(self._votes)
        return (self._votes[place] for place in self._places)

    def numbers(self) -> list[int]:
        """Return which votes they are."""
        return list(map(self._votes.numbers().__getitem__, self._places))

    def by_number(self, falling: bool) -> range | None:
        """Return the places of all of them in the order of their numbers, if they stand in it."""
        if not self._votes.rising:
            return None
        return range(len(self) - 1, -1, -1) if falling else range(len(self))

    def times(self) -> list[str]:
        """Return when they were cast."""
        return list(map(self._votes.times().__getitem__, self._places))

    def only(self, wanted: Callable[[HistoryRow], bool]) -> ChosenVotes:
        """Return those of them that are wanted."""
        return ChosenVotes(
            self._votes, [place for place in self._places if wanted(self._votes[place])]
        )

    def place_of(self, vote_id: str) -> int | None:
        """Return where a vote stands among them, or None."""
        place = self._votes.place_of(vote_id)
        return self._places.index(place) if place is not None and place in self._places else None


def passes(row: HistoryRow, votes: VoteFilter) -> bool:
    """Return whether a vote passes a filter."""
    if votes.verdict is not None and row.verdict is not votes.verdict:
        return False
    if votes.up_to_number is not None and row.number > votes.up_to_number:
        return False
    if votes.teaching and not row.teaches:
        return False
    if votes.rater is not None and row.rater != votes.rater:
        return False
    if votes.since is not None and row.cast_at < votes.since:
        return False
    if votes.example_id is not None and row.example_id != votes.example_id:
        return False
    for prompt_id in (votes.prompt_id, votes.against_id):
        if prompt_id not in (None, row.left_prompt, row.right_prompt):
            return False
    return True
