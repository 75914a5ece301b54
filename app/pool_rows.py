"""What the pages read of all rows of the prompts table at once; Qt-free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from optimizer.records import Candidate, Standing
from optimizer.views import CandidateView, PoolRows

_OF_STANDING = frozenset(Standing.__dataclass_fields__)


def candidates_of(rows: Sequence[CandidateView]) -> Sequence[Candidate]:
    """Return whose rows they are, in their order."""
    if isinstance(rows, PoolRows):
        return rows.candidates
    return [row.candidate for row in rows]


def names_of(rows: Sequence[CandidateView]) -> dict[str, str]:
    """Return what people call the prompts, by id."""
    return {candidate.id: candidate.name for candidate in candidates_of(rows)}


def place_of(rows: Sequence[CandidateView], prompt_id: str) -> int | None:
    """Return the place of a prompt's row, or None."""
    if isinstance(rows, PoolRows):
        return rows.place_of(prompt_id)
    places = (place for place, row in enumerate(rows) if row.candidate.id == prompt_id)
    return next(places, None)


def row_of(rows: Sequence[CandidateView], prompt_id: str) -> CandidateView | None:
    """Return the row of a prompt, or None."""
    place = place_of(rows, prompt_id)
    return None if place is None else rows[place]


def figures_of(rows: Sequence[CandidateView], name: str) -> list[Any]:
    """Return one figure of every row; see `PoolRows.figures`."""
    if isinstance(rows, PoolRows):
        return rows.figures(name)
    if name in _OF_STANDING:
        return [getattr(row.standing, name) for row in rows]
    return [getattr(row, name) for row in rows]


def rows_at(rows: Sequence[CandidateView], places: Sequence[int]) -> Sequence[CandidateView]:
    """Return the rows at some places."""
    if isinstance(rows, PoolRows):
        return rows.only(places)
    return [rows[place] for place in places]
