"""Figures of scores: intervals that hold, luck that is taken off, aims that are weighed."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.records import Example, Split
from optimizer.scoring import (
    Merit,
    difference,
    figure,
    floor,
    pareto_set,
    score_card,
    score_verdict,
    shrunken,
    trade_off,
)

VALUES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=30)


@given(VALUES)
def test_the_mean_lies_in_its_interval(values: list[float]) -> None:
    found = figure(values)
    assert found is not None
    assert 0.0 <= found.low <= found.mean + 1e-9
    assert found.mean <= found.high + 1e-9 <= 1.0 + 1e-8


def test_wilson_by_hand() -> None:
    found = figure([1.0] * 8 + [0.0] * 2)
    assert found is not None
    assert (found.rows, found.mean) == (10, 0.8)
    assert found.low == pytest.approx(0.541, abs=0.002)
    assert found.high == pytest.approx(0.931, abs=0.002)
    assert figure([]) is None


def test_the_interval_covers_nine_times_in_ten() -> None:
    rng = Random(3)
    inside = 0
    for _ in range(400):
        found = figure([float(rng.random() < 0.7) for _ in range(40)])
        assert found is not None
        inside += found.low <= 0.7 <= found.high
    assert 0.85 <= inside / 400 <= 0.95


def test_differences_are_paired_by_id() -> None:
    found = difference({"a": 1.0, "b": 1.0, "c": 0.0}, {"b": 0.0, "a": 1.0, "d": 0.0})
    assert found is not None
    assert (found.rows, found.mean) == (2, 0.5)
    assert difference({"a": 1.0}, {"b": 1.0}) is None


def test_what_luck_explains_is_taken_off() -> None:
    rng = Random(4)
    alike = {str(k): [float(rng.random() < 0.6) for _ in range(30)] for k in range(16)}
    best = max(alike, key=lambda k: sum(alike[k]))
    raw = sum(alike[best]) / 30
    assert raw > 0.7
    assert abs(shrunken(alike)[best] - 0.6) < (raw - 0.6) / 2
    apart = {"good": [1.0] * 90 + [0.0] * 10, "bad": [1.0] * 10 + [0.0] * 90}
    drawn = shrunken(apart)
    assert drawn["good"] > 0.87
    assert shrunken({}) == {}


@given(st.dictionaries(st.text(max_size=3), VALUES, min_size=1, max_size=6))
def test_shrinking_keeps_the_range(scores: dict[str, list[float]]) -> None:
    means = {key: sum(values) / len(values) for key, values in scores.items()}
    for value in shrunken(scores).values():
        assert min(means.values()) - 1e-9 <= value <= max(means.values()) + 1e-9


def test_the_floor_is_the_commonest_label() -> None:
    assert floor(["yes"] * 6 + ["no"] * 4) == (0.6, "yes")
    assert floor([f"text {n}" for n in range(10)]) == (0.0, "")
    assert floor([]) == (0.0, "")


def test_nobody_in_the_pareto_set_is_beaten_in_all() -> None:
    merits = {
        "best": Merit(0.9, 100, 0.02, 900),
        "short": Merit(0.8, 20, 0.01, 300),
        "worse": Merit(0.7, 120, 0.03, 950),
        "unknown": Merit(0.85, 90),
    }
    assert pareto_set(merits) == {"best", "short", "unknown"}
    assert "80 % shorter" in trade_off(merits["best"], [("S", merits["short"])], "score")
    assert "for 0.10 less score" in trade_off(merits["best"], [("S", merits["short"])], "score")
    assert trade_off(merits["best"], [], "score").startswith("Nothing is given up")


def beats(one: Merit, other: Merit) -> bool:
    """Say whether one is at least as good as another in every known aim, and better in one."""
    known = [
        (ours, theirs, slack)
        for ours, theirs, slack in zip(one.costs(), other.costs(), (1.0, 1.0, 1.1), strict=True)
        if ours is not None and theirs is not None
    ]
    worse = one.quality < other.quality or any(a > b * slack for a, b, slack in known)
    better = one.quality > other.quality or any(a * slack < b for a, b, slack in known)
    return better and not worse


COSTS = st.none() | st.integers(1, 4).map(float)


@given(
    st.dictionaries(
        st.integers(0, 20),
        st.builds(Merit, st.integers(0, 4).map(float), st.integers(1, 4), COSTS, COSTS),
    )
)
def test_the_set_holds_just_those_whom_nobody_beats(merits: dict[int, Merit]) -> None:
    unbeaten = {
        key
        for key, merit in merits.items()
        if not any(beats(other, merit) for name, other in merits.items() if name != key)
    }
    assert pareto_set(merits) == unbeaten


@given(st.dictionaries(st.integers(0, 9), st.tuples(st.integers(0, 3), st.integers(1, 4))))
def test_the_best_quality_is_always_in_the_set(drawn: dict[int, tuple[int, int]]) -> None:
    merits = {key: Merit(float(quality), words) for key, (quality, words) in drawn.items()}
    kept = pareto_set(merits)
    assert bool(kept) is bool(merits)
    if merits:
        assert max(merits[k].quality for k in kept) == max(m.quality for m in merits.values())


def examples(rows: int) -> list[Example]:
    return [
        Example(
            f"e{n}",
            {},
            reference="yes" if n % 5 else "no",
            split=Split.HELD_OUT if n >= rows // 2 else Split.TUNING,
        )
        for n in range(rows)
    ]


def test_tuning_stands_beside_held_out() -> None:
    rows = examples(80)
    better = {e.id: 1.0 for e in rows}
    start = {e.id: float(k % 2) for k, e in enumerate(rows)}
    card = score_card("Exact", {"start": start, "new": better, "none": {}}, rows, "start")
    assert [row.prompt_id for row in card.rows] == ["start", "new"]
    new = card.row("new")
    assert new is not None
    assert new.tuning is not None
    assert new.held_out is not None
    assert (new.tuning.rows, new.held_out.rows) == (40, 40)
    assert new.gain is not None
    assert new.gain.mean == 0.5
    told = " ".join(score_verdict(card, "new", "start", "B1"))
    assert "rows that tuning never saw" in told
    assert "beats the start prompt by +0.50" in told
    assert "cannot" not in told


def test_a_model_at_the_floor_is_said_to_be_unable() -> None:
    rows = examples(100)
    poor = {e.id: float(e.reference == "yes") for e in rows}
    card = score_card("Exact", {"start": poor}, rows, "start")
    assert card.floor == 0.8
    told = " ".join(score_verdict(card, "start", "start", "Start"))
    assert "This model cannot" in told
    assert "“yes”" in told


def test_a_wide_interval_proves_neither() -> None:
    rows = examples(60)
    fair = {e.id: float(k % 10 < 9) for k, e in enumerate(rows)}
    card = score_card("Exact", {"start": fair}, rows, "start")
    told = " ".join(score_verdict(card, "start", "start", "Start"))
    assert "Nothing shows yet" in told
    assert "cannot" not in told


def test_a_few_rows_prove_no_inability() -> None:
    rows = examples(20)
    card = score_card("Exact", {"start": {e.id: 0.0 for e in rows[:5]}}, rows, "start")
    assert "cannot" not in " ".join(score_verdict(card, "start", "start", "Start"))
