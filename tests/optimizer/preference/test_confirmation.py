from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.preference.confirmation import confirmation, exact_interval


def test_known_figures():
    """Clopper and Pearson's 95 % interval of 8 in 10, from tables."""
    assert exact_interval(8, 10, 0.95) == pytest.approx((0.4439, 0.9748), abs=1e-4)
    assert exact_interval(0, 10, 0.95) == pytest.approx((0.0, 0.3085), abs=1e-4)
    assert exact_interval(0, 0) == (0.0, 1.0)


def test_a_clear_winner_is_confirmed():
    found = confirmation([1] * 14 + [-1] * 3 + [0] * 4)
    assert (found.wins, found.losses, found.ties) == (14, 3, 4)
    assert found.confirmed
    assert found.p_value == pytest.approx(0.0127, abs=1e-4)
    assert confirmation([-1] * 14 + [1] * 3).refuted


def test_few_duels_confirm_nothing():
    found = confirmation([1, 1, 0])
    assert not found.confirmed
    assert not found.refuted
    assert confirmation([]).share == 0.5
    assert confirmation([]).p_value == 1.0


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_the_interval_holds_the_share(wins, losses):
    found = confirmation([1] * wins + [-1] * losses)
    assert found.low <= found.share <= found.high
    mirrored = confirmation([-1] * wins + [1] * losses)
    assert (mirrored.low, mirrored.high) == pytest.approx((1 - found.high, 1 - found.low))
