"""What the status bar says of state and spend."""

from __future__ import annotations

from app.words.status_words import spend_details, spend_words, state_words, thousands
from optimizer.records import CallRole, Caps, RoleSpend
from optimizer.views import EngineState, ForecastView
from tests.app.fake_engine import make_status


def test_the_reason_of_a_stop_is_always_said() -> None:
    status = make_status(EngineState.CAP_REACHED, stop_reason="the cap of 200 calls is met")
    assert state_words(status) == "Cap reached: the cap of 200 calls is met"


def test_while_it_works_it_says_at_what() -> None:
    assert state_words(make_status(activity="Making 3 outputs")) == "Making 3 outputs"


def test_an_unknown_price_is_said_and_never_zero() -> None:
    spend = {CallRole.ANSWER: RoleSpend(calls=3, unpriced_calls=3)}
    assert "price unknown" in spend_words(make_status(spend=spend))
    assert "$0" not in spend_words(make_status(spend=spend))


def test_known_and_unknown_prices_stand_side_by_side() -> None:
    spend = {
        CallRole.ANSWER: RoleSpend(calls=3, cost_usd=0.12),
        CallRole.WRITE: RoleSpend(calls=2, unpriced_calls=2),
    }
    words = spend_words(make_status(spend=spend, caps=Caps(cost_usd=0.5)))
    assert "$0.12 + 2 calls unpriced of $0.50" in words


def test_spend_by_role_and_the_caps_are_told() -> None:
    spend = {CallRole.WRITE: RoleSpend(calls=1, failed_calls=2, tokens_in=10, cost_usd=0.2)}
    details = spend_details(make_status(spend=spend, caps=Caps(calls=100, votes=20)))
    assert "Writing: 1 call" in details
    assert "2 failed" in details
    assert "Caps: 100 calls, 20 votes" in details


def test_nothing_spent_is_said_so() -> None:
    assert spend_words(make_status(spend={})) == "No calls yet"
    assert spend_details(make_status(spend={})) == "No caps are set."


def test_large_numbers_are_short() -> None:
    assert [thousands(n) for n in (950, 9_999, 11_100, 2_300_000)] == [
        "950",
        "9,999",
        "11.1k",
        "2.3M",
    ]


def test_what_is_to_come_is_told_with_what_was_spent() -> None:
    forecast = ForecastView(30, (20, 80), (1, 2), None, (5.0, 60.0))
    caution = "The caps may leave room for no new prompt."
    details = spend_details(make_status(forecast=forecast, caution=caution))
    assert "About 20–80 calls, price unknown, 5–60 s for the next 30 votes." in details
    assert caution in details
