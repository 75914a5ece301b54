"""What the pages read of all rows of the prompts table at once; Qt-free."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import ItemsView, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from optimizer.records import Candidate, Standing
from optimizer.views import CandidateView, Kind, PoolRows

Told = TypeVar("Told")
Rows = Sequence[CandidateView]
"""Rows as the engine tells them (`PoolRows`), or a tuple of them."""

_OF_STANDING = frozenset(Standing.__dataclass_fields__)


def candidates_of(rows: Rows) -> Sequence[Candidate]:
    """Return whose rows they are, in their order."""
    told = _told(rows)
    return told.candidates if told is not None else [row.candidate for row in rows]


class _ById(Mapping[str, Told]):
    """Something of each prompt, by the prompts' ids; it is made when it is asked for.

    Args:
        rows: The prompts.
    """

    def __init__(self, rows: Rows = ()) -> None:
        self._rows = rows

    def __getitem__(self, prompt_id: str) -> Told:
        place = place_of(self._rows, prompt_id)
        if place is None:
            raise KeyError(prompt_id)
        return self._of(candidates_of(self._rows)[place])

    def __iter__(self) -> Iterator[str]:
        return (candidate.id for candidate in candidates_of(self._rows))

    def __len__(self) -> int:
        return len(self._rows)

    def last(self, number: int) -> list[tuple[str, Told]]:
        """Return the ids of the last so many prompts, each with what is told of it."""
        found = candidates_of(self._rows)[-number:]
        return [(candidate.id, self._of(candidate)) for candidate in found]

    @staticmethod
    @abstractmethod
    def _of(candidate: Candidate) -> Told:
        """Return what is told of a prompt."""


class Candidates(_ById[Candidate]):
    """The prompts by id."""

    def items(self) -> ItemsView[str, Candidate]:
        """Return ids with their prompts."""
        return {each.id: each for each in candidates_of(self._rows)}.items()

    @staticmethod
    def _of(candidate: Candidate) -> Candidate:
        return candidate


class Names(_ById[str]):
    """What people call the prompts, by id."""

    @staticmethod
    def _of(candidate: Candidate) -> str:
        return candidate.name


def place_of(rows: Rows, prompt_id: str) -> int | None:
    """Return the place of a prompt's row, or None."""
    told = _told(rows)
    if told is not None:
        return told.place_of(prompt_id)
    places = (place for place, row in enumerate(rows) if row.candidate.id == prompt_id)
    return next(places, None)


def row_of(rows: Rows, prompt_id: str) -> CandidateView | None:
    """Return the row of a prompt, or None."""
    place = place_of(rows, prompt_id)
    return None if place is None else rows[place]


def figures_of(rows: Rows, name: str) -> list[Any]:
    """Return one figure of every row; see `PoolRows.figures`."""
    told = _told(rows)
    if told is not None:
        return told.figures(name)
    if name in _OF_STANDING:
        return [getattr(row.standing, name) for row in rows]
    return [getattr(row, name) for row in rows]


def order_of(rows: Rows, name: str, *, falling: bool) -> list[int] | None:
    """Return the places of all rows by one figure, or None where some have no such figure."""
    told = _told(rows)
    if told is not None:
        return told.order(name, falling)
    figures = figures_of(rows, name)
    if None in figures:
        return None
    return sorted(range(len(rows)), key=figures.__getitem__, reverse=falling)


def kinds_of(rows: Rows) -> frozenset[Kind]:
    """Return what kinds of rows there are."""
    told = _told(rows)
    if told is not None:
        return told.kinds()
    return frozenset(
        Kind(
            row.candidate.start,
            row.candidate.archived,
            row.candidate.pinned,
            row.incumbent,
            row.standing.live,
            row.standing.aside,
        )
        for row in rows
    )


def kept_places(rows: Rows) -> list[int]:
    """Return the places of the prompts that are not archived."""
    told = _told(rows)
    if told is not None:
        return told.kept()
    return [place for place, row in enumerate(rows) if not row.candidate.archived]


def playing_places(rows: Rows) -> list[int]:
    """Return the places of the prompts in play."""
    told = _told(rows)
    if told is not None:
        return told.playing()
    return [place for place in kept_places(rows) if rows[place].standing.live]


def start_place(rows: Rows) -> int | None:
    """Return the place of the start prompt, if it is among them."""
    told = _told(rows)
    if told is not None:
        return told.start()
    return next((place for place, row in enumerate(rows) if row.candidate.start), None)


def span_of(rows: Rows, deviations: float) -> tuple[float, float] | None:
    """Return from where to where strengths reach, with so many deviations; None of no rows."""
    told = _told(rows)
    if told is not None:
        return told.span(deviations)
    if not rows:
        return None
    stands = [row.standing for row in rows]
    low = min(each.mean - deviations * each.sd for each in stands)
    return low, max(each.mean + deviations * each.sd for each in stands)


def rows_at(rows: Rows, places: Sequence[int]) -> Rows:
    """Return the rows at some places."""
    told = _told(rows)
    if told is not None:
        return cast("Rows", told.only(places))
    return tuple(rows[place] for place in places)


def _told(rows: Rows) -> PoolRows | None:
    # Whether a protocol is kept takes long to find out, and this is asked of every line.
    return None if isinstance(rows, tuple | list) else cast("PoolRows", rows)
