"""GReaTer's rule: the forward pass offers, the gradient points, the loss decides."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.proposing.greater.step import Knobs, Replacement, Row, replacement, shared
from optimizer.proposing.greater.words import fits
from tests.optimizer.proposing.greater.toy import VOCABULARY, Toy

ALL = Knobs(top=len(VOCABULARY), kept=3)


def step(toy: Toy, word: str = " fine", knobs: Knobs = ALL, rows: int = 2) -> Replacement | None:
    return replacement(
        toy, [Row(f"row {n}", word, " day", "yes") for n in range(rows)], fits, knobs
    )


def test_the_word_that_the_gradient_points_to_is_taken() -> None:
    found = step(Toy())
    assert found is not None
    assert (found.word, found.by) == (" fine", " great")
    assert found.before == pytest.approx(np.log(2.0))
    assert found.after == pytest.approx(np.log1p(np.exp(-2.0)))
    assert found.offered == 5, "of eight tokens, six are words, and one of these stands there"


def test_only_words_that_every_row_offers_are_looked_at() -> None:
    toy = Toy({"row 0": (" great", " good"), "row 1": (" good", " odd")})
    found = step(toy, knobs=Knobs(top=2, kept=3))
    assert found is not None
    assert (found.by, found.offered) == (" good", 1)


def test_the_loss_has_the_last_word_over_the_gradient() -> None:
    found = step(Toy(bend={" great": 1.0}))
    assert found is not None
    assert found.by == " odd"
    assert step(Toy(bend=dict.fromkeys((" great", " odd", " good"), 1.0))) is None


def test_what_the_model_would_then_reason_counts() -> None:
    found = step(Toy(thinks={" great": 2, " odd": 1}))
    assert found is not None
    assert found.by == " good", "the better words make it think itself away from the answer"


def test_no_more_words_are_measured_than_asked_for() -> None:
    toy = Toy()
    step(toy, knobs=Knobs(top=len(VOCABULARY), kept=1))
    assert toy.measured == [" fine", " fine", " great", " great"]


def test_against_the_gradient_nothing_is_measured() -> None:
    toy = Toy()
    assert step(toy, " great") is None
    assert set(toy.measured) == {" great"}


def test_a_gain_too_small_is_none() -> None:
    gain = np.log(2.0) - np.log1p(np.exp(-2.0))
    assert step(Toy(), knobs=Knobs(8, 3, least=gain - 0.01)) is not None
    assert step(Toy(), knobs=Knobs(8, 3, least=gain + 0.01)) is None


def test_a_word_of_several_tokens_is_passed_over() -> None:
    assert step(Toy(), " unheard") is None
    assert step(Toy(), rows=0) is None


def test_where_rows_share_nothing_the_likeliest_on_average_are_offered() -> None:
    assert shared([np.array([0.0, -1.0, -9.0]), np.array([-9.0, -1.0, 0.0])], 1) == [1]
    assert shared([np.array([0.0, -1.0, -9.0]), np.array([-1.0, 0.0, -9.0])], 2) == [0, 1]
