"""One figure for every method: scores by id where there are some, else the posterior mean."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.proposing.moves.fitness import SHRINK, fitness, ranked
from tests.optimizer.proposing.playing import family, pool
from tests.optimizer.proposing.pools import START

A = replace(START, instruction="Answer the customer.")
B = replace(START, instruction="Answer the customer kindly.")


def test_without_scores_it_is_the_posterior_mean() -> None:
    worth = fitness(pool(family(START, A, B), {START.id: 0.0, A.id: 0.4}))
    assert worth[A.id] == 0.4
    assert worth.measured(A.id)
    assert not worth.measured(B.id)
    assert worth.gain(A.id, START.id) == pytest.approx(0.4)


def test_scores_are_matched_by_the_rows_ids_and_not_by_their_place() -> None:
    hard, easy = {"e1": 0.0, "e0": 1.0}, {"e0": 1.0, "e1": 0.0}
    worth = fitness(pool(family(START, A), {}, scores={START.id: hard, A.id: easy}))
    assert worth.gain(A.id, START.id) == 0.0
    assert worth[A.id] == pytest.approx(worth[START.id])


def test_rows_that_only_one_of_two_has_met_are_no_gain() -> None:
    scores = {START.id: {"e0": 1.0, "e1": 0.0, "e2": 0.0}, A.id: {"e3": 1.0, "e0": 1.0}}
    worth = fitness(pool(family(START, A), {}, scores=scores))
    assert worth.gain(A.id, START.id) == 0.0
    assert worth[A.id] > worth[START.id], "though it stands better by all of its rows"


def test_a_gain_on_few_rows_is_drawn_to_nothing() -> None:
    few = {START.id: {"e0": 0.0}, A.id: {"e0": 1.0}}
    many = {key: {f"e{n}": value["e0"] for n in range(30)} for key, value in few.items()}
    small = fitness(pool(family(START, A), {}, scores=few)).gain(A.id, START.id)
    large = fitness(pool(family(START, A), {}, scores=many)).gain(A.id, START.id)
    assert small == pytest.approx(1 / (1 + SHRINK))
    assert small < large < 1.0


def test_one_lucky_row_does_not_beat_many_good_ones() -> None:
    scores = {
        START.id: {f"e{n}": 0.0 for n in range(20)},
        A.id: {f"e{n}": float(n % 5 > 0) for n in range(20)},
        B.id: {"e1": 1.0},
    }
    snap = pool(family(START, A, B), {}, scores=scores)
    worth = fitness(snap)
    assert [c.prompt for c in ranked(snap, worth)] == [A, B, START]


def test_whoever_met_the_hard_rows_is_not_blamed_for_them() -> None:
    rows = {f"e{n}": float(n < 10) for n in range(20)}
    scores = {
        START.id: rows,
        A.id: {key: rows[key] for key in list(rows)[:10]},
        B.id: {key: rows[key] for key in list(rows)[10:]},
    }
    worth = fitness(pool(family(START, A, B), {}, scores=scores))
    assert abs(worth[A.id] - worth[B.id]) < 0.35


def test_rows_that_only_the_good_were_given_do_not_look_easy() -> None:
    fixed = [replace(START, instruction=f"Way {n}.") for n in range(6)]
    first = {f"e{n}": float(n % 2) for n in range(4)}
    good = {f"e{n}": float(n % 4 > 0) for n in range(32)}
    scores = {START.id: first, A.id: good, B.id: good} | {p.id: first for p in fixed}
    worth = fitness(pool(family(START, A, B, *fixed), {}, scores=scores))
    assert worth[A.id] == pytest.approx(worth[B.id])
    assert worth[A.id] - worth[START.id] > 0.1, "it is 0.25 on the rows that both met"


def test_archived_candidates_are_out_of_play() -> None:
    members = family(START, A, B)
    members[1] = replace(members[1], archived=True)
    snap = pool(members, {START.id: 0.0, A.id: 2.0, B.id: 1.0})
    assert [c.prompt for c in ranked(snap, fitness(snap))] == [B, START]


def test_scores_of_prompts_that_left_the_pool_do_no_harm() -> None:
    worth = fitness(pool(family(START), {START.id: 0.1}, scores={"gone": {"e0": 1.0}}))
    assert worth[START.id] == 0.1


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_in_which_scores_came_changes_nothing_at_all(seed: int) -> None:
    rng = Random(seed)
    rows = [f"e{n}" for n in range(12)]
    scores = {
        member: {row: rng.choice([0.0, 1.0, 0.1, 0.7]) for row in rows if rng.random() < 0.7}
        for member in (START.id, A.id, B.id)
    }

    def mixed() -> dict[str, dict[str, float]]:
        found = {k: dict(rng.sample(sorted(v.items()), len(v))) for k, v in scores.items()}
        return dict(rng.sample(sorted(found.items()), len(found)))

    one, two = (fitness(pool(family(START, A, B), {}, scores=mixed())) for _ in range(2))
    assert one.values == two.values, "not even by a rounding, which would break ties"
    assert one.gain(A.id, B.id) == two.gain(A.id, B.id)
