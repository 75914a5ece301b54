"""What is read of all rows at once is the same however the rows are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.pool_rows import (
    Candidates,
    Names,
    candidates_of,
    figures_of,
    kept_places,
    kinds_of,
    order_of,
    playing_places,
    row_of,
    rows_at,
    span_of,
    start_place,
)
from optimizer.views import CandidateView
from tests.app.build_views import candidates
from tests.optimizer import sessions

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
    last = [(row.candidate.id, row.candidate) for row in ROWS[-2:]]
    assert Candidates(told).last(2) == last
    assert Candidates(told).last(len(ROWS) + 1)[-2:] == last
    assert "nobody" not in Names(told)
    assert row_of(told, ROWS[2].candidate.id) == ROWS[2]
    assert row_of(told, "nobody") is None
    assert figures_of(told, "mean") == [row.standing.mean for row in ROWS]
    assert figures_of(told, "words") == [row.words for row in ROWS]
    assert rows_at(told, [3, 1])[1] == ROWS[1]
    assert Candidates(told) == {row.candidate.id: row.candidate for row in ROWS}


def test_what_the_engine_tells_of_all_rows_is_what_each_row_says(tmp_path: Path) -> None:
    session = sessions.create(tmp_path / "replies.pairtune")
    sessions.add_children(session, 4)
    for _ in range(6):
        sessions.answer_all(session)
        sessions.vote(session)
    session.growing.archive(session.board.roster.candidates[-1].id, True)
    rows = session.pool_picture().run().candidates
    session.close()
    for told in (rows, rows_at(rows, [3, 0, 4])):
        listed = tuple(told)
        for name in ("mean", "words", "p_best"):
            for falling in (False, True):
                expected = order_of(listed, name, falling=falling)
                assert order_of(told, name, falling=falling) == expected
        assert order_of(told, "mean_cost_usd", falling=True) is None
        assert kinds_of(told) == kinds_of(listed)
        assert kept_places(told) == kept_places(listed)
        assert playing_places(told) == playing_places(listed)
        assert start_place(told) == start_place(listed)
        assert span_of(told, 1.5) == pytest.approx(span_of(listed, 1.5))
    assert any(kind.archived for kind in kinds_of(rows))
    assert span_of(rows_at(rows, []), 1.5) is None
