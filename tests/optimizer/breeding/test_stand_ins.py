"""Who changes prompts at random stands in where nobody else of a portfolio can write."""

from __future__ import annotations

from optimizer.breeding.growth import FIRST_POOL
from optimizer.breeding.stand_ins import in_the_running
from optimizer.proposing import PROPOSERS, stands_in

NAMES = ("layout", "components", "critique", "rephrase")
PARTS = {name: PROPOSERS.build(name) for name in NAMES}


def test_they_help_to_fill_the_first_pool_and_leave_the_turns_to_others_then() -> None:
    assert in_the_running(NAMES, PARTS, FIRST_POOL - 1) == NAMES
    assert in_the_running(NAMES, PARTS, FIRST_POOL) == ("layout", "critique")
    assert in_the_running(NAMES, PARTS, FIRST_POOL, {"layout"}) == ("layout", "critique")


def test_they_write_while_all_others_have_nothing_to_offer() -> None:
    assert in_the_running(NAMES, PARTS, 9, {"layout", "critique"}) == NAMES


def test_where_nobody_reads_reasons_they_compete() -> None:
    without_writer = ("layout", "components")
    assert in_the_running(without_writer, PARTS, 9) == without_writer
    assert in_the_running((), PARTS, 9) == ()


def test_who_learns_from_votes_rows_or_layouts_is_none_of_them() -> None:
    known = {name for name in PROPOSERS.classes() if stands_in(PROPOSERS.build(name))}
    assert known == {"components", "rephrase"}
