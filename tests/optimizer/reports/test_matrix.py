"""The judged prompts against each other: beliefs of the posterior, counts of the votes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.preference import LEFT, RIGHT, TIE, Ballot, Ballots, fit, win_rate
from optimizer.records import Candidate, Prompt
from optimizer.reports.matrix import win_matrix
from optimizer.views import WinMatrix
from optimizer.votes.evidence import preference_pool

POOL = tuple(
    Candidate(Prompt(f"Answer in way {k}."), f"B{k}" if k else "Start", start=k == 0)
    for k in range(5)
)
START = POOL[0].id


def matrix(votes: list[Ballot], most: int = 20) -> WinMatrix:
    """The matrix after a full fit."""
    ballots = Ballots.of(votes)
    return win_matrix(POOL, fit(preference_pool(POOL), ballots), ballots, START, most)


VOTES = [
    Ballot(1, 0, LEFT),
    Ballot(0, 1, RIGHT),
    Ballot(0, 1, LEFT),
    Ballot(1, 0, TIE),
    Ballot(2, 1, LEFT),
]


def test_without_votes_nobody_stands_in_it() -> None:
    assert matrix([]) == WinMatrix((), ())


def test_it_counts_the_votes_of_a_pair_on_either_side() -> None:
    found = matrix(VOTES)
    at = {prompt: k for k, prompt in enumerate(found.prompts)}
    one, start = at[POOL[1].id], at[START]
    cell, back = found.cells[one][start], found.cells[start][one]
    assert (cell.wins, cell.losses, cell.ties, cell.votes) == (2, 1, 1, 4)
    assert (back.wins, back.losses, back.ties) == (1, 2, 1)
    assert found.cells[at[POOL[2].id]][start].votes == 0
    assert found.cells[one][one] is None


def test_only_prompts_with_votes_stand_in_it_the_strongest_first() -> None:
    found = matrix(VOTES)
    assert found.prompts == (POOL[2].id, POOL[1].id, START)
    assert found.cells[0][2].win_rate > 0.5 > found.cells[2][0].win_rate


def test_the_start_prompt_stays_when_there_is_no_room_for_all() -> None:
    assert matrix(VOTES, most=2).prompts == (POOL[2].id, START)


def test_the_figures_are_those_of_the_whole_posterior() -> None:
    ballots = Ballots.of(VOTES)
    posterior = fit(preference_pool(POOL), ballots)
    cell = win_matrix(POOL, posterior, ballots, START).cells[0][1]
    whole = win_rate(posterior, 2, 1)
    assert (cell.win_rate, cell.low, cell.high) == pytest.approx(
        (whole.value, whole.low, whole.high), abs=1e-9
    )


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.permutations(range(5)), st.sampled_from((LEFT, TIE, RIGHT))), max_size=12)
)
def test_both_halves_say_the_same(drawn: list[tuple[list[int], int]]) -> None:
    votes = [Ballot(order[0], order[1], said) for order, said in drawn]
    found = matrix(votes)
    pairs = range(len(found.prompts))
    counted = 0
    for row in pairs:
        for column in pairs:
            cell, back = found.cells[row][column], found.cells[column][row]
            if row == column:
                assert cell is None
                continue
            assert cell.win_rate == pytest.approx(1 - back.win_rate)
            assert cell.low <= cell.win_rate <= cell.high
            assert (cell.wins, cell.losses, cell.ties) == (back.losses, back.wins, back.ties)
            counted += cell.votes
    assert counted == 2 * len(votes)
