"""SPO's rule: more than half, and an abstention is no win."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.selecting.strict_majority import replaces

COUNTS = st.integers(0, 6)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((3, 1), True),
        ((2, 2), False),
        ((2, 1, 1), False),
        ((4, 0), True),
        ((2, 0, 0, 2), False),
        ((3, 0, 0, 1), True),
        ((0, 0, 0, 4), False),
        ((1, 0), True),
        ((0, 0), False),
    ],
)
def test_four_judgements(counts: tuple[int, ...], expected: bool) -> None:
    assert replaces(*counts) is expected


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_never_both_ways_and_never_helped_by_an_abstention(
    wins: int, losses: int, ties: int, abstentions: int
) -> None:
    assert not (replaces(wins, losses, ties) and replaces(losses, wins, ties))
    if replaces(wins, losses, ties, abstentions):
        assert replaces(wins, losses, ties)
