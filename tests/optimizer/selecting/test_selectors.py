"""Each selector by its rule: who leaves the field, and how often one leaves it wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from optimizer.records import JudgedDuel, Verdict
from optimizer.selecting import SELECTORS
from optimizer.selecting.best_k import BestK
from optimizer.selecting.halving import Halving
from optimizer.selecting.keep_all import KeepAll
from optimizer.selecting.majority import Majority
from optimizer.selecting.racing import Racing
from tests.optimizer.tables import numbers, table


@pytest.mark.parametrize("name", SELECTORS.classes())
def test_nobody_leaves_before_there_is_evidence(name: str) -> None:
    selector = SELECTORS.build(name)
    assert selector.generation >= 1
    assert selector.retired(table([], [], [], rows=30)) == {}


@pytest.mark.parametrize("name", SELECTORS.classes())
def test_the_same_table_gives_the_same_answer(name: str) -> None:
    rng = Random(5)
    columns = [[float(rng.random() < 0.2 + 0.1 * k) for _ in range(40)] for k in range(8)]
    snapshot = table(*columns)
    selector = SELECTORS.build(name)
    assert selector.retired(snapshot) == selector.retired(snapshot)
    assert len(selector.retired(snapshot)) < 8


def test_keep_all_keeps_all() -> None:
    assert KeepAll().retired(table([1.0] * 40, [0.0] * 40)) == {}


def test_racing_drops_who_is_clearly_worse_and_says_why() -> None:
    snapshot = table([1.0] * 20, [0.0] * 20, [1.0] * 20)
    retired = Racing(block=10).retired(snapshot)
    assert numbers(snapshot, retired) == [1]
    assert "on 10 rows" in retired[snapshot.candidates[1].id]


def test_racing_matches_rows_by_their_ids() -> None:
    # The second is right wherever it answered, on other rows than the start prompt.
    snapshot = table([0, 1] * 10, [None, 1] * 10)
    assert Racing(block=10).retired(snapshot) == {}


def test_racing_keeps_a_few_whatever_the_test_says() -> None:
    snapshot = table([1.0] * 20, [0.0] * 20)
    assert Racing(block=10, keep=2).retired(snapshot) == {}
    assert len(Racing(block=10, keep=1).retired(snapshot)) == 1


def race(columns: Sequence[Sequence[float]], racing: Racing, late: int = 0) -> set[int]:
    """Run a race block by block, without calls for who left; returns who was ever out.

    The last `late` candidates join after the third block.
    """
    rows, out = len(columns[0]), set[int]()
    seen = [0] * len(columns)
    for look in range(1, rows // racing.block + 1):
        for k in range(len(columns)):
            if k not in out and (k < len(columns) - late or look > 3):
                seen[k] = look * racing.block
        shown = [list(c[: seen[k]]) for k, c in enumerate(columns)]
        snapshot = table(*shown, rows=rows)
        out |= set(numbers(snapshot, racing.retired(snapshot)))
    return out


@pytest.mark.parametrize(
    ("quality", "late"), [([0.6] * 6, 0), ([0.7] + [0.6] * 5, 0), ([0.5] * 6, 3)]
)
def test_the_rate_of_wrong_drops_is_kept(quality: list[float], late: int) -> None:
    rng = Random(17)
    races, wrong = 150, 0
    best = quality.index(max(quality))
    for _ in range(races):
        ease = [rng.gauss(0.0, 0.2) for _ in range(60)]  # rows differ, so candidates are paired
        columns = [[float(rng.random() < q + e) for e in ease] for q in quality]
        wrong += best in race(columns, Racing(error=0.1, block=10, keep=1), late)
    # One in ten is stated; the simulation may exceed it by its own error alone.
    assert wrong / races <= 0.1 + 2 * (0.1 * 0.9 / races) ** 0.5


def test_racing_saves_answers_where_candidates_differ() -> None:
    rng = Random(23)
    dropped = 0
    for _ in range(30):
        columns = [[float(rng.random() < q) for _ in range(60)] for q in (0.85, 0.45, 0.4)]
        dropped += len(race(columns, Racing(error=0.1, block=10, keep=1)) & {1, 2})
    assert dropped / 60 > 0.8


def test_halving_keeps_the_better_half_at_every_rung() -> None:
    columns = [[1.0] * k + [0.0] * (8 - k) for k in range(1, 9)]
    snapshot = table(*columns, rows=64)
    assert numbers(snapshot, Halving(block=8, keep=1).retired(snapshot)) == [0, 1, 2, 3]
    longer = [column + [0.0] * 8 if k > 3 else column for k, column in enumerate(columns)]
    snapshot = table(*longer, rows=64)
    assert numbers(snapshot, Halving(block=8, keep=1).retired(snapshot)) == [0, 1, 2, 3, 4, 5]


def test_a_late_candidate_is_measured_at_the_same_rungs() -> None:
    snapshot = table([1] * 16, [0] * 8, [0.5] * 8, rows=64)
    assert numbers(snapshot, Halving(block=8, keep=1).retired(snapshot)) == [1]


def test_the_best_k_stay_and_an_upper_bound_brings_the_unknown_back() -> None:
    snapshot = table([1.0] * 40, [0.9] * 40, [0.8] * 10)
    assert numbers(snapshot, BestK(k=2).retired(snapshot)) == [2]
    assert numbers(snapshot, BestK(k=2, bonus=1.0).retired(snapshot)) == [1]
    assert BestK(k=2, after=20).retired(table([1.0] * 40, [0.9] * 40, [0.8] * 10)) == {}


def test_only_a_strict_majority_replaces_the_parent() -> None:
    two_of_four = table([1, 1, 0, 0], [0, 0, 1, 1])
    assert numbers(two_of_four, Majority().retired(two_of_four)) == [1]
    three_of_four = table([1, 0, 0, 0], [0, 1, 1, 1])
    assert numbers(three_of_four, Majority().retired(three_of_four)) == [0]
    assert Majority().retired(table([0, 0, 0], [1, 1, 1])) == {}


def test_votes_count_as_comparisons() -> None:
    snapshot = table([], [], rows=4)
    start, child = snapshot.candidates
    duels = tuple(
        JudgedDuel(f"v{n}", f"d{n}", snapshot.examples[0], start.id, child.id, "a", "b", verdict)
        for n, verdict in enumerate([Verdict.RIGHT] * 3 + [Verdict.TIE])
    )
    assert numbers(snapshot, Majority().retired(replace(snapshot, duels=duels))) == [0]
    assert numbers(snapshot, Majority().retired(replace(snapshot, judge_duels=duels))) == [0]
    skipped = tuple(replace(duel, verdict=Verdict.SKIP) for duel in duels)
    assert Majority().retired(replace(snapshot, duels=skipped, judge_duels=skipped)) == {}
