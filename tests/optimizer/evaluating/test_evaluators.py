"""Each evaluator by its rule: which cells it fills first."""

from __future__ import annotations

from dataclasses import fields
from random import Random

import pytest

from optimizer.evaluating import EVALUATORS
from optimizer.evaluating.all_rows import AllRows
from optimizer.evaluating.blocks import Blocks
from optimizer.evaluating.disagreement import Disagreement, disagreement
from optimizer.evaluating.near_half import NearHalf
from optimizer.evaluating.pairwise import Pairwise
from optimizer.evaluating.representative import Representative, representatives
from optimizer.protocols import Evaluator
from optimizer.records import Blank, Snapshot
from tests.optimizer.tables import example, table


def cells(evaluator: Evaluator, snapshot: Snapshot, limit: int = 100) -> list[tuple[int, int]]:
    """What an evaluator wants, as (column, row)."""
    ids = [candidate.id for candidate in snapshot.candidates]
    wanted = evaluator.cells(snapshot, limit, Random(7))
    assert len(wanted) <= limit
    return [(ids.index(blank.prompt_id), int(blank.example_id[1:])) for blank in wanted]


@pytest.mark.parametrize("name", EVALUATORS.classes())
def test_no_evaluator_asks_for_what_is_known_barred_or_retired(name: str) -> None:
    evaluator = EVALUATORS.build(name)
    snapshot = table(
        [1, 0, None, 1], [0, None, None, None], [1], rows=12, retired=[2], barred={1: [2]}
    )
    wanted = evaluator.cells(snapshot, 100, Random(3))
    assert wanted
    assert len(set(wanted)) == len(wanted)
    start, other, _ = (candidate.id for candidate in snapshot.candidates)
    assert {blank.prompt_id for blank in wanted} <= {start, other}
    known = {(start, f"e{n}") for n in (0, 1, 3)} | {(other, "e0"), (other, "e2")}
    assert not known & set(wanted)


@pytest.mark.parametrize("name", EVALUATORS.classes())
def test_every_evaluator_ends_when_the_table_is_full(name: str) -> None:
    full = table([1, 0, 1], [0, 0, 1])
    assert EVALUATORS.build(name).cells(full, 50, Random(1)) == []


@pytest.mark.parametrize("name", EVALUATORS.classes())
def test_settings_have_defaults(name: str) -> None:
    assert set(EVALUATORS.settings_of(name)) == {f.name for f in fields(EVALUATORS.build(name))}


def test_all_fills_row_by_row() -> None:
    assert cells(AllRows(), table([1], [], rows=2)) == [(1, 0), (0, 1), (1, 1)]
    assert cells(AllRows(rows=1), table([1], [], rows=2)) == [(1, 0)]


def test_a_block_is_whole_for_all_before_the_next_begins() -> None:
    snapshot = table([1, 1, 1], [1], rows=6)
    assert cells(Blocks(size=2), snapshot) == [(1, 1)]
    assert cells(Blocks(size=2), table([1, 1, 1], [1, 0], rows=6)) == [(1, 2), (0, 3), (1, 3)]
    assert cells(Blocks(size=2, rows=2), table([1, 1, 1], [1, 0], rows=6)) == []


def test_a_demonstration_moves_a_candidate_one_row_on() -> None:
    snapshot = table([1, 1], [1], rows=6, barred={1: [1]})
    assert cells(Blocks(size=2), snapshot) == [(1, 2)]


def test_a_pair_shares_its_next_rows() -> None:
    snapshot = table([1, 1], [1], [], rows=8)
    wanted = cells(Pairwise(ahead=2), snapshot)
    assert wanted[:3] == [(1, 1), (0, 2), (1, 2)]


def test_representatives_stand_for_each_kind_of_row() -> None:
    topics = ["cat purrs sofa", "invoice tax euro", "rain wind storm"]
    rows = [example(n, f"{topics[n % 3]} number{n}") for n in range(12)]
    chosen = representatives(rows, 3)
    assert {int(row[1:]) % 3 for row in chosen} == {0, 1, 2}
    assert len(representatives(rows, 50)) == 12
    snapshot = table([], rows=12, examples=rows)
    assert len(cells(Representative(rows=3), snapshot)) == 3


def test_rows_on_which_answers_differ_come_first() -> None:
    snapshot = table([1, 1, 1, 0], [1, 1, 0, 0], [1], rows=4)
    assert cells(Disagreement(first=1), snapshot) == [(2, 2)]
    assert disagreement(snapshot, "e2") == 1.0
    assert disagreement(snapshot, "e1") == 0.0


def test_without_scores_words_disagree() -> None:
    snapshot = table([1, 1], [1, 1], said={(0, 0): "Yes.", (1, 0): "yes.", (1, 1): "No"})
    unscored = type(snapshot)(
        **{f.name: getattr(snapshot, f.name) for f in fields(snapshot)} | {"scores": {}}
    )
    assert disagreement(unscored, "e0") == 0.0
    assert disagreement(unscored, "e1") == 1.0


def test_rows_that_half_get_right_are_drawn_first() -> None:
    open_ = [1.0, 0.0] * 4
    columns = [[1.0, 1.0, 0.0, open_[k]] for k in range(8)]
    snapshot = table(*columns, [], rows=4)
    ids = [candidate.id for candidate in snapshot.candidates]
    first = [NearHalf(at_once=1).cells(snapshot, 1, Random(seed)) for seed in range(40)]
    share = sum(wanted == [Blank(ids[8], "e3")] for wanted in first) / len(first)
    assert share > 0.7
