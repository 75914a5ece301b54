from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.pairing import (
    Choice,
    choose_example,
    text_difference,
    wanted_prefix,
)


def rng():
    return np.random.default_rng(5)


def test_prefixes_grow_with_use():
    assert wanted_prefix(0, duels=0, pairs_wanting=0, count=40) == 3
    assert wanted_prefix(3, duels=1, pairs_wanting=0, count=40) == 8
    assert wanted_prefix(8, duels=5, pairs_wanting=0, count=40) == 8
    assert wanted_prefix(8, duels=9, pairs_wanting=2, count=40) == 12
    assert wanted_prefix(8, duels=9, pairs_wanting=2, count=10) == 10
    assert wanted_prefix(2, duels=0, pairs_wanting=1, count=2) == 2


def test_the_most_different_of_the_first_eight_unmet_is_shown():
    apart = {k: k / 20 for k in range(20)}
    chosen = choose_example(range(20), {7, 2}, apart.__getitem__, 0, rng())
    assert chosen == Choice(9, looked_at=8)  # 0 1 3 4 5 6 8 9


def test_it_is_the_most_telling_only_of_those_that_tell_less():
    alike = {0: 0.5, 1: 0.2, 2: 0.5, 3: None}
    assert choose_example(range(4), (), alike.__getitem__, 0, rng()) == Choice(0, looked_at=2)


def test_every_fifth_duel_takes_any_of_them():
    apart = {k: k / 8 for k in range(8)}
    source = rng()
    chosen = {choose_example(range(8), (), apart.__getitem__, 4, source) for _ in range(60)}
    assert chosen == {Choice(example, looked_at=1) for example in range(8)}


def test_identical_outputs_are_never_shown():
    only = choose_example([0, 1], (), {0: None, 1: 0.1}.__getitem__, 0, rng())
    assert only == Choice(1, looked_at=1)
    assert choose_example([0], (), {0: None}.__getitem__, 4, rng()) is None
    assert choose_example([0], {0}, {0: 0.5}.__getitem__, 0, rng()) is None
    assert text_difference("yes\n", " yes") is None


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_difference_is_a_symmetric_share(one, two):
    apart = text_difference(one, two)
    assert apart == text_difference(two, one)
    assert apart is None or 0.0 <= apart <= 1.0


def test_more_different_texts_are_further_apart():
    base = "the parcel is late and we are sorry"
    near = text_difference(base, "the parcel is late and we are very sorry")
    far = text_difference(base, "our office opens at nine")
    assert near is not None
    assert far is not None
    assert near < far == pytest.approx(1.0)
