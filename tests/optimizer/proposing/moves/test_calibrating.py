"""Labels are weighed so that none is a habit, and prompts are ranked by what is left."""

from __future__ import annotations

from dataclasses import replace
from math import log
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.proposing.moves.calibrating import (
    Reading,
    clarity,
    rows_to_read,
    weights_of,
)
from optimizer.records import Demonstration, Example, Prompt
from tests.optimizer.proposing.playing import family, pool
from tests.optimizer.proposing.pools import label_task

LABELS = ("payment", "delivery", "other")
ROUTING = Prompt("payment, delivery or other?\n{{message}}")
TABLES = st.lists(st.tuples(*(st.floats(-20.0, 0.0) for _ in LABELS)), min_size=6, max_size=12).map(
    lambda told: Reading(tuple(told), tuple(k % 3 for k in range(len(told))))
)


def drawn(rng: Random, *, shift: float, apart: float, rows: int) -> Reading:
    """What a model with a habit of one label says of rows of two labels in turn."""
    told = tuple(
        (rng.gauss(apart * (1 - 2 * (k % 2)), 1.0) - 5.0, shift - 5.0) for k in range(rows)
    )
    return Reading(told, tuple(k % 2 for k in range(rows)))


def right(reading: Reading, weights: tuple[float, ...]) -> float:
    """The share of rows whose likeliest label is the right one, once weighed."""
    hits = 0
    for told, label in zip(reading.told, reading.right, strict=True):
        weighed = [value + weight for value, weight in zip(told, weights, strict=True)]
        hits += weighed.index(max(weighed)) == label
    return hits / len(reading.right)


@given(TABLES)
def test_weighed_labels_are_level_on_average_and_none_is_pushed_down(table: Reading) -> None:
    weights = weights_of(table)
    assert min(weights) == 0.0
    level = Reading(
        tuple(tuple(v + w for v, w in zip(row, weights, strict=True)) for row in table.told),
        table.right,
    )
    assert weights_of(level) == pytest.approx((0.0, 0.0, 0.0), abs=1e-9)


@given(TABLES, st.floats(-8.0, 8.0))
def test_a_habit_changes_the_weights_and_nothing_else(table: Reading, habit: float) -> None:
    shifted = Reading(tuple((row[0] + habit, *row[1:]) for row in table.told), table.right)
    assert clarity(shifted) == pytest.approx(clarity(table), abs=1e-6)
    moved = weights_of(shifted)[0] - weights_of(shifted)[1]
    assert moved == pytest.approx(weights_of(table)[0] - weights_of(table)[1] - habit, abs=1e-6)


def test_eight_rows_free_the_labels_of_a_habit() -> None:
    gained = []
    for seed in range(100):
        rng = Random(seed)
        few = drawn(rng, shift=4.0, apart=1.0, rows=8)
        many = drawn(rng, shift=4.0, apart=1.0, rows=400)
        assert right(many, (0.0, 0.0)) == pytest.approx(0.5, abs=0.02), "one label for every row"
        gained.append(right(many, weights_of(few)))
    assert sum(gained) / len(gained) > 0.8  # 0.84 is the most that can be had


def test_whoever_tells_labels_apart_is_clearer_than_who_guesses() -> None:
    ahead = 0
    for seed in range(60):
        rng = Random(seed)
        knows = drawn(rng, shift=3.0, apart=1.2, rows=8)
        ahead += clarity(knows) > clarity(drawn(rng, shift=0.0, apart=0.0, rows=8))
    assert ahead >= 50
    assert clarity(drawn(Random(0), shift=0.0, apart=0.0, rows=400)) == pytest.approx(
        -log(2), abs=0.02
    )


def test_a_row_has_no_say_in_how_it_is_weighed_itself() -> None:
    rng = Random(3)
    guesses = [drawn(rng, shift=0.0, apart=0.0, rows=6) for _ in range(80)]
    # Weighed by themselves too, six rows of pure chance would come to -.649.
    assert fmean(map(clarity, guesses)) < -0.66


def test_a_frequent_label_is_given_its_share() -> None:
    reading = drawn(Random(1), shift=2.0, apart=1.0, rows=40)
    even = weights_of(reading, (50, 50))
    assert even == pytest.approx(weights_of(reading))
    uneven = weights_of(reading, (90, 10))
    assert uneven[0] - uneven[1] > even[0] - even[1] + 0.5


def test_rows_come_label_by_label_from_the_end_without_those_that_are_shown() -> None:
    rows = [Example(f"r{n}", {"message": f"Text {n}"}, LABELS[n % 3]) for n in range(12)]
    rows += [Example("none", {"message": "no label"}), Example("odd", {"message": "x"}, "odd")]
    shown = replace(ROUTING, demonstrations=(Demonstration((("message", "Text 11"),), LABELS[2]),))
    snap = pool(family(shown), {}, task=label_task(*LABELS), examples=rows)
    ids = [row.id for row in rows_to_read(snap, shown)]
    assert ids == ["r9", "r10", "r8", "r6", "r7", "r5", "r3", "r4", "r2"]
    assert [row.id for row in rows_to_read(snap, ROUTING)][:3] == ["r9", "r10", "r11"]
