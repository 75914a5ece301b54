"""How figures are written."""

from __future__ import annotations

import pytest

from app.words.figures import (
    cost_text,
    duration,
    local_time,
    money,
    percent,
    quoted,
    signed,
    time_left,
    whole,
)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0 %"), (0.001, "<1 %"), (0.5, "50 %"), (0.999, ">99 %"), (1.0, "100 %")],
)
def test_nearly_sure_is_never_shown_as_sure(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0.00"), (-0.001, "0.00"), (0.824, "+0.82"), (-1.2, "−1.20")]
)
def test_strengths_carry_their_sign(value: float, text: str) -> None:
    assert signed(value) == text


@pytest.mark.parametrize(
    ("cost", "text"),
    [(0.0, "$0.00"), (0.00001, "<$0.0001"), (0.0123, "$0.0123"), (1234.5, "$1,234.50")],
)
def test_small_amounts_are_told_from_nothing(cost: float, text: str) -> None:
    assert money(cost) == text


def test_what_costs_nothing_is_said_to_be_free() -> None:
    assert cost_text(0.0) == "free"
    assert cost_text(0.00001) == "<$0.0001"


def test_figures_and_quotations_are_written_as_the_language_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert whole(1204) == "1,204"
    assert quoted("so") == "“so”"
    monkeypatch.setenv("LANGUAGE", "de")
    assert whole(1204) == "1.204"
    assert quoted("so") == "„so“"


def test_times_are_short() -> None:
    assert duration(3210) == "3.2 s"
    assert duration(None) == "–"
    assert time_left(200) == "about 3 min left"
    assert local_time("no time at all") == "no time at all"
