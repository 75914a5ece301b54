"""A row of the prompts table is made when it is asked for; its figures are told at once."""

from __future__ import annotations

import pytest

from optimizer.records import Standing
from optimizer.reports.candidate_rows import CandidateRows
from optimizer.views import CandidateView, PoolRows
from tests.optimizer import sessions


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> PoolRows:
    session = sessions.create(tmp_path_factory.mktemp("rows") / "replies.pairtune")
    sessions.add_children(session, 4)
    for _ in range(6):
        sessions.answer_all(session)
        sessions.vote(session)
    found = session.pool_picture().run().candidates
    session.close()
    assert isinstance(found, CandidateRows)
    return found


def test_a_row_is_the_same_whichever_way_it_is_asked_for(rows: PoolRows) -> None:
    every = list(rows)
    assert [rows[place] for place in range(len(rows))] == every
    assert list(rows[1:3]) == every[1:3]
    assert rows[-1] == every[-1]
    assert [row.candidate for row in every] == list(rows.candidates)
    with pytest.raises(IndexError):
        rows[len(rows)]


def test_a_row_is_found_by_its_prompt(rows: PoolRows) -> None:
    for place, row in enumerate(rows):
        assert rows.place_of(row.candidate.id) == place
    assert rows.place_of("nobody") is None


@pytest.mark.parametrize("name", Standing.__dataclass_fields__)
def test_figures_are_those_of_the_standings(rows: PoolRows, name: str) -> None:
    told = rows.figures(name)
    assert told == [getattr(row.standing, name) for row in rows]
    assert {type(figure) for figure in told} == {type(getattr(rows[0].standing, name))}


@pytest.mark.parametrize("name", ["incumbent", "words", "mean_cost_usd", "score", "pareto"])
def test_figures_are_those_of_the_rows(rows: PoolRows, name: str) -> None:
    assert name in CandidateView.__dataclass_fields__
    assert rows.figures(name) == [getattr(row, name) for row in rows]


def test_some_of_the_rows_are_rows_as_well(rows: PoolRows) -> None:
    some = rows.only([3, 0])
    assert list(some) == [rows[3], rows[0]]
    assert some.figures("mean") == [rows[3].standing.mean, rows[0].standing.mean]
    assert some.place_of(rows[0].candidate.id) == 1
    assert some.place_of(rows[1].candidate.id) is None
    assert list(rows.only([])) == []
