"""What the pages read of all rows of the prompts table at once; Qt-free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from optimizer.records import Candidate, Standing
from optimizer.views import CandidateView, PoolRows

Rows = Sequence[CandidateView]
"""Rows as the engine tells them (`PoolRows`), or a tuple of them."""

_OF_STANDING = frozenset(Standing.__dataclass_fields__)


def candidates_of(rows: Rows) -> Sequence[Candidate]:
    """Return whose rows they are, in their order."""
    told = _told(rows)
    return told.candidates if told is not None else [row.candidate for row in rows]


class Names(Mapping[str, str]):
    """What people call the prompts, by id; a name is put together when it is asked for.

    Args:
        rows: The prompts.
    """

    def __init__(self, rows: Rows = ()) -> None:
        self._rows = rows

    def __getitem__(self, prompt_id: str) -> str:
        place = place_of(self._rows, prompt_id)
        if place is None:
            raise KeyError(prompt_id)
        return candidates_of(self._rows)[place].name

    def __iter__(self) -> Iterator[str]:
        return (candidate.id for candidate in candidates_of(self._rows))

    def __len__(self) -> int:
        return len(self._rows)


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


def rows_at(rows: Rows, places: Sequence[int]) -> Rows:
    """Return the rows at some places."""
    told = _told(rows)
    if told is not None:
        return cast("Rows", told.only(places))
    return tuple(rows[place] for place in places)


def _told(rows: Rows) -> PoolRows | None:
    # Whether a protocol is kept takes long to find out, and this is asked of every line.
    return None if isinstance(rows, tuple | list) else cast("PoolRows", rows)
