"""What a run will take, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.words.forecast_words import cost_span, forecast_words, parts_words, time_span
from optimizer.records import CallPurpose
from optimizer.views import ForecastView, PartView


def test_an_estimate_is_one_sentence() -> None:
    found = ForecastView(30, (60, 1240), (1, 2), (0.3, 0.6), (70.0, 250.0))
    said = "About 60–1,240 calls, $0.30–0.60, 1–4 min for the next 30 votes."
    assert forecast_words(found) == said


def test_what_the_calls_are_for_is_told_with_what_they_cost() -> None:
    parts = (
        PartView(CallPurpose.ANSWERS, (40, 1100), (0.2, 0.4)),
        PartView(CallPurpose.SETS, (0, 8), (0.0, 0.25)),
        PartView(CallPurpose.CHECKING, (0, 12), None),
        PartView(CallPurpose.LIKENESS, (2, 30), (0.0, 0.0)),
    )
    found = ForecastView(30, (60, 1240), (1, 2), None, (70.0, 250.0), parts)
    assert forecast_words(found).endswith(
        "Of these: answers 40–1,100 ($0.20–0.40), judging sets of outputs up to 8 (up to $0.25), "
        "checking new prompts up to 12 (price unknown), measuring likeness 2–30."
    )
    assert parts_words(replace(found, parts=parts[:1])) == ""


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        (None, "price unknown"),
        ((0.0, 0.0), "free"),
        ((0.01, 0.02), "$0.0100–0.0200"),
        ((1.5, 1.5), "$1.50"),
        ((0.00001, 0.2), "<$0.0001–$0.20"),
    ],
)
def test_costs(cost: tuple[float, float] | None, said: str) -> None:
    assert cost_span(cost) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.2, 0.4, "1 s"),
        (5, 90, "5–90 s"),
        (20, 300, "<1–5 min"),
        (120, 125, "2 min"),
        (7200, 14400, "2–4 h"),
    ],
)
def test_times(low: float, high: float, said: str) -> None:
    assert time_span(low, high) == said
