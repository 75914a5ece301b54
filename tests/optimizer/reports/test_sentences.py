from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.preference.confirmation import confirmation
from optimizer.reports.sentences import (
    confirmation_badge,
    confirmation_result,
    confirmation_verdict,
    interval,
    order_words,
)
from optimizer.views import ConfirmationView, OrderView


def told(outcomes: list[int], *, active: bool = False) -> ConfirmationView:
    found = confirmation(outcomes)
    return ConfirmationView(
        prompt_id="p",
        name="B7: shorter",
        wanted=20,
        judged=len(outcomes),
        wins=found.wins,
        losses=found.losses,
        ties=found.ties,
        share=found.share,
        low=found.low,
        high=found.high,
        p_value=found.p_value,
        active=active,
    )


def test_a_result_is_told_with_its_interval() -> None:
    view = told([1] * 12 + [-1] * 4 + [0] * 3)
    assert confirmation_result(view) == (
        "B7 won 12, start won 4, 3 ties: 75 % (52–91 %) on rows tuning never saw"
    )


def test_an_interval_keeps_what_is_nearly_sure() -> None:
    assert interval(0.999, 0.88, 0.9999) == ">99 % (88–100 %)"


@pytest.mark.parametrize(
    ("outcomes", "badge", "said"),
    [
        ([1] * 12 + [-1] * 4, "confirmed", "you prefer B7 to your start prompt"),
        ([-1] * 12 + [1] * 4, "refuted", "you prefer your start prompt to B7"),
        ([1] * 6 + [-1] * 5, "undecided", "B7 is ahead, but chance alone"),
        ([1] * 5 + [-1] * 6, "undecided", "your start prompt is ahead"),
        ([1, -1], "undecided", "neither is ahead"),
        ([0] * 4, "no difference", "tied on every row"),
        ([], "stopped", "No pair was judged"),
    ],
)
def test_a_result_has_one_plain_verdict(outcomes: list[int], badge: str, said: str) -> None:
    view = told(outcomes)
    assert confirmation_badge(view) == badge
    assert said in confirmation_verdict(view)


@given(st.lists(st.sampled_from([-1, 0, 1]), max_size=40))
def test_confirmed_and_refuted_are_never_said_of_an_even_count(outcomes: list[int]) -> None:
    view = told(outcomes)
    mirrored = told([-outcome for outcome in outcomes])
    opposite = {"confirmed": "refuted", "refuted": "confirmed"}
    badge = confirmation_badge(view)
    assert confirmation_badge(mirrored) == opposite.get(badge, badge)


def test_a_confirmation_that_goes_on_has_no_result_yet() -> None:
    assert confirmation_badge(told([1] * 9, active=True)) == "going on"


def test_a_circle_is_walked_round_and_its_lottery_told() -> None:
    order = OrderView(
        0.01, False, ("B3: shorter", "B1", "Start"), (("B3: shorter", 0.62), ("B1", 0.38))
    )
    assert order_words(order) == (
        "Your votes go in a circle: B3 > B1 > Start > B3. There is no single best; the fairest "
        "draw is between B3 (62 %) and B1 (38 %)."
    )
    alone = replace(order, cycle=(), lottery=(("B3: shorter", 1.0),))
    assert order_words(alone) == (
        "Your votes fit no one order of the prompts. B3 still loses to none of them."
    )
    assert order_words(replace(order, possible=True)) == ""
    assert order_words(None) == ""
