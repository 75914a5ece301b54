"""What is read of all rows at once is the same however the rows are told."""

from __future__ import annotations

import pytest

from app.pool_rows import Names, candidates_of, figures_of, row_of, rows_at
from optimizer.views import CandidateView
from tests.app.build_views import candidates

ROWS = candidates()


class Told:
    """Rows as the engine tells them."""

    def __init__(self, rows: tuple[CandidateView, ...]) -> None:
        self._rows = rows
        self.candidates = tuple(row.candidate for row in rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place: int) -> CandidateView:
        return self._rows[place]

    def __iter__(self) -> object:
        raise AssertionError("no row is made that nobody looks at")

    def place_of(self, prompt_id: str) -> int | None:
        ids = [candidate.id for candidate in self.candidates]
        return ids.index(prompt_id) if prompt_id in ids else None

    def figures(self, name: str) -> list[object]:
        return figures_of(self._rows, name)

    def only(self, places: list[int]) -> Told:
        return Told(tuple(self._rows[place] for place in places))


@pytest.mark.parametrize("told", [ROWS, Told(ROWS)], ids=["rows", "columns"])
def test_rows_are_read_without_making_them(told: tuple[CandidateView, ...]) -> None:
    assert list(candidates_of(told)) == [row.candidate for row in ROWS]
    assert Names(told) == {row.candidate.id: row.candidate.name for row in ROWS}
    assert "nobody" not in Names(told)
    assert row_of(told, ROWS[2].candidate.id) == ROWS[2]
    assert row_of(told, "nobody") is None
    assert figures_of(told, "mean") == [row.standing.mean for row in ROWS]
    assert figures_of(told, "words") == [row.words for row in ROWS]
    assert rows_at(told, [3, 1])[1] == ROWS[1]
