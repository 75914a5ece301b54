"""Who climbs to the next rung, when new prompts may enter, and where the last answers go."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.evaluating.rungs import Rungs
from optimizer.records import ROWS_READ, Candidate, Snapshot, StoredProposal
from tests.optimizer.tables import Column, table

RUNGS = Rungs(block=2, share=0.34, first=0.34)
NONE: Column = ()


def proposal(candidate: Candidate) -> StoredProposal:
    """Return how a candidate came into the pool."""
    return StoredProposal(
        "p", "x", (), "x", "", "", {}, refusal=None, prompt_id=candidate.id, made_at="2026-01-01"
    )


def cells(snapshot: Snapshot, rungs: Rungs = RUNGS, limit: int = 100) -> list[tuple[int, int]]:
    """What is wanted, as (column, row)."""
    ids = [candidate.id for candidate in snapshot.candidates]
    wanted = rungs.cells(snapshot, limit, Random(7))
    return [(ids.index(blank.prompt_id), int(blank.example_id[1:])) for blank in wanted]


def test_everybody_meets_the_first_rows() -> None:
    assert cells(table([1], NONE, rows=8)) == [(0, 1), (1, 0), (1, 1)]
    assert cells(table([1], NONE, rows=8), limit=1) == [(0, 1)]


def test_a_row_of_each_label_is_a_first_look() -> None:
    rungs = Rungs(block=4, share=0.34, first=0.34)
    fresh = table([1, 0, 0, 1], NONE, rows=16)
    for labels, rows in (((), 4), (("a", "b"), 2), (("a", "b", "c"), 3), (tuple("abcdefgh"), 4)):
        asked = replace(fresh, task=replace(fresh.task, labels=labels))
        assert cells(asked, rungs) == [(1, row) for row in range(rows)]
    climbing = table([1, 0], [1, 1], [0, 0], rows=16)
    two = replace(climbing, task=replace(climbing.task, labels=("a", "b")))
    assert cells(two, rungs) == [(1, 2), (1, 3)], "the next rung has twice as many"


def test_who_was_chosen_by_rows_that_were_read_is_no_stranger() -> None:
    fresh = table([1, 0, 0, 1], NONE, NONE, rows=32)
    read = replace(proposal(fresh.candidates[2]), edit={ROWS_READ: 64})
    told = replace(fresh, proposals=(proposal(fresh.candidates[1]), read))
    wanted = cells(told)
    assert wanted[:2] == [(1, 0), (1, 1)]
    assert wanted[2:] == [(2, row) for row in range(16)]


def test_nobody_climbs_before_a_share_of_those_on_the_rung_is_one_prompt() -> None:
    two = table([1, 0], [1, 1], rows=8)
    three = table([1, 0], [1, 1], [0, 0], rows=8)
    assert RUNGS.grows(two, left=50, limit=100)
    assert not RUNGS.grows(three, left=50, limit=100)
    assert cells(three) == [(1, 2), (1, 3)]


def test_the_higher_rung_is_a_rung_like_the_first() -> None:
    climbed = table([1, 0, 0, 0], [1, 1, 1, 1], [0, 0], rows=8)
    assert RUNGS.grows(climbed, left=50, limit=100), "one on the second rung is no third of it"
    nine = table(*[[1, 1, 1, 1]] * 3, *[[0, 0]] * 6, rows=8)
    assert cells(nine) == [(2, 4), (2, 5), (2, 6), (2, 7)], "of equals the better family"


def test_who_left_the_field_counts_on_its_rung_and_gets_nothing() -> None:
    gone = table([1, 0], [1, 1], [0, 0], rows=8, retired=[2])
    assert cells(gone) == [(1, 2), (1, 3)]
    best_gone = table([1, 0], [1, 1], [0, 0], rows=8, retired=[1])
    assert RUNGS.grows(best_gone, left=50, limit=100)


def test_the_last_answers_go_to_whoever_may_be_the_best() -> None:
    snapshot = table([0, 0], [1, 1], rows=8)
    assert not RUNGS.grows(snapshot, left=15, limit=100)
    assert cells(snapshot) == [(1, 2), (1, 3)]
    assert cells(snapshot, limit=1) == [(1, 2)]


def test_the_start_prompt_keeps_up_so_that_all_is_told_against_it() -> None:
    known = table([0, 0], [1] * 20, rows=20)
    assert cells(known) == [(0, row) for row in range(2, 16)], "sixteen at most"
    few = table([0, 0], [1] * 6, rows=20)
    assert cells(few) == [(0, row) for row in range(2, 6)], "no more than anybody else"
    assert not RUNGS.grows(known, left=50, limit=100)


def test_a_candidate_answers_no_more_rows_than_it_may() -> None:
    snapshot = table([1, 1, 1, 1], [0, 0, 0, 0], rows=8)
    assert cells(snapshot, Rungs(block=2, rows=4)) == []


def test_a_demonstration_among_the_rows_moves_a_candidate_one_row_on() -> None:
    snapshot = table([1, 1], [1], rows=8, barred={1: [1]})
    assert cells(snapshot) == [(1, 2)]


def test_the_first_rung_lets_another_share_go_on() -> None:
    rungs = Rungs(block=2, share=0.25, first=0.5)
    four = table([1, 0, 0, 0], [1, 1], [0, 1], [0, 0], rows=8)
    assert cells(four, rungs) == [(1, 2), (1, 3), (2, 2), (2, 3)]
    climbed = table([1, 0, 0, 0], [1, 1, 1, 1], [0, 1, 1, 1], [0, 0], rows=8)
    assert rungs.grows(climbed, left=50, limit=100), "three on the second rung"


def test_who_scores_no_more_than_one_fixed_answer_does_not_climb() -> None:
    told = table([1, 0, 1, 0], [1, 0], [1, 1], [0, 1], [0, 0], rows=8)
    rows = [replace(row, reference="ab"[n % 2]) for n, row in enumerate(told.examples)]
    labelled = replace(told, task=replace(told.task, labels=("a", "b")), examples=tuple(rows))
    half = Rungs(block=2, share=0.5, first=0.5)
    assert len(cells(told, half)) > 2, "nothing is expected there"
    assert cells(labelled, half) == [(2, 2), (2, 3)], "one answer is right on half of these rows"


def test_what_the_leaders_have_no_rows_for_buys_new_prompts() -> None:
    whole = table([0, 0], [1, 1], rows=2)
    assert cells(whole) == []
    assert RUNGS.grows(whole, left=5, limit=100)
    assert not RUNGS.grows(table([0, 0], [1, 1], rows=8), left=5, limit=100)


def test_prompts_begin_with_different_rows_and_go_on_with_the_same() -> None:
    rungs = Rungs(block=2, share=0.5, first=0.5, beginnings=3)
    assert cells(table([1, 1], NONE, NONE, NONE, rows=8), rungs) == [
        (1, 2), (1, 3), (2, 4), (2, 5), (3, 0), (3, 1),
    ]  # fmt: skip
    few = table([1, 1], NONE, NONE, rows=4)
    assert cells(few, rungs) == [(1, 2), (1, 3), (2, 0), (2, 1)], "as many as there are rows for"
    begun = table([0, 0], [None, None, 1, 1], [None] * 4 + [0, 0], rows=8)
    assert cells(begun, rungs) == [(1, 0), (1, 1)]


def test_beyond_the_last_rung_only_leaders_are_asked() -> None:
    rungs = Rungs(block=2, share=0.5, first=0.5, top=2)
    assert rungs.grows(table([1, 0], [1, 1], [0, 0], rows=8), left=50, limit=100)
    assert cells(table([1, 0], [1, 1], [0, 0], rows=8), rungs) == [(1, 2), (1, 3)]
    three = Rungs(block=2, share=0.5, first=0.5, top=3)
    assert cells(table([1, 0], [1, 1], [0, 0], rows=8), three) == [(1, 2)]
