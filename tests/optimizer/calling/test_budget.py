"""Caps hold for every order of reserving, settling and releasing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.calling.budget import Ledger, Reservation, Worst
from optimizer.errors import BudgetFault, ModelFault
from optimizer.records import CallRole, Caps, Completion, RoleSpend

WORST = Worst(tokens=100, cost_usd=0.01)


def answer(tokens: int = 40, cost: float | None = 0.004, lost: int = 0) -> Completion:
    return Completion("text", "stop", tokens, 0, cost, 1, attempts=1 + lost, lost_attempts=lost)


def test_a_call_is_held_at_its_worst_and_settled_at_its_cost() -> None:
    ledger = Ledger(Caps())
    reservation = ledger.reserve(WORST)
    assert (ledger.held.calls, ledger.held.tokens, ledger.held.cost_usd) == (1, 100, 0.01)
    ledger.settle(reservation, answer())
    assert (ledger.spent.calls, ledger.spent.tokens, ledger.spent.cost_usd) == (1, 40, 0.004)
    assert ledger.held.calls == 0


def test_a_released_call_costs_nothing() -> None:
    ledger = Ledger(Caps(calls=1))
    ledger.release(ledger.reserve(WORST))
    assert ledger.spent.calls == 0
    ledger.reserve(WORST)


def test_a_reservation_ends_once() -> None:
    ledger = Ledger(Caps())
    reservation = ledger.reserve(WORST)
    ledger.settle(reservation, answer())
    with pytest.raises(KeyError):
        ledger.settle(reservation, answer())
    with pytest.raises(KeyError):
        ledger.release(reservation)


@pytest.mark.parametrize(
    "caps", [Caps(calls=2), Caps(tokens=200), Caps(tokens=299), Caps(cost_usd=0.02)]
)
def test_calls_under_way_count_against_each_cap(caps: Caps) -> None:
    ledger = Ledger(caps)
    first = ledger.reserve(WORST)
    ledger.reserve(WORST)
    with pytest.raises(BudgetFault) as caught:
        ledger.reserve(WORST)
    assert "under way" in caught.value.message
    assert caught.value.remedy
    ledger.release(first)
    ledger.reserve(WORST)


def test_a_cap_that_is_used_up_says_so() -> None:
    ledger = Ledger(Caps(calls=1))
    ledger.settle(ledger.reserve(WORST), answer())
    with pytest.raises(BudgetFault, match="cap of 1 model call does not allow another"):
        ledger.reserve(WORST)
    ledger.set_caps(Caps(calls=2))
    ledger.reserve(WORST)


def test_what_was_spent_before_counts() -> None:
    before = {
        CallRole.ANSWER: RoleSpend(5, 1, 300, 100, 0.5, 0),
        CallRole.WRITE: RoleSpend(1, 0, 50, 50, 0.25, 0),
    }
    ledger = Ledger(Caps(), before)
    assert (ledger.spent.calls, ledger.spent.tokens, ledger.spent.cost_usd) == (6, 500, 0.75)
    ledger.set_caps(Caps(calls=6))
    assert ledger.refusal(WORST) is not None


def test_ten_dimes_fit_a_dollar() -> None:
    ledger = Ledger(Caps(cost_usd=1.0))
    for _ in range(10):
        ledger.settle(ledger.reserve(Worst(1, 0.1)), answer(1, 0.1))
    assert ledger.spent.cost_usd == 1.0
    with pytest.raises(BudgetFault):
        ledger.reserve(Worst(1, 0.000001))
    ledger.reserve(Worst(1, 0.0))


def test_a_money_cap_without_a_price_asks_for_a_price_or_another_cap() -> None:
    unknown = Worst(100, None)
    with pytest.raises(BudgetFault, match="price of this model is not known") as caught:
        Ledger(Caps(cost_usd=1.0)).reserve(unknown)
    assert "cap on calls" in caught.value.remedy
    for caps in (Caps(cost_usd=1.0, calls=5), Caps(cost_usd=1.0, tokens=500), Caps()):
        ledger = Ledger(caps)
        ledger.settle(ledger.reserve(unknown), answer(40, None))
        assert (ledger.spent.unpriced_calls, ledger.spent.cost_usd) == (1, 0.0)


def test_a_lost_answer_is_booked_as_possibly_paid() -> None:
    ledger = Ledger(Caps())
    ledger.settle(ledger.reserve(WORST, spare=1), answer(lost=1))
    assert (ledger.spent.calls, ledger.spent.tokens) == (2, 140)
    assert ledger.spent.cost_usd == pytest.approx(0.014)


def test_faults_are_booked_at_what_they_cost() -> None:
    ledger = Ledger(Caps())
    refused = ModelFault("no", kind="rate_limit", attempts=5)
    ledger.settle(ledger.reserve(WORST), refused)
    assert (ledger.spent.calls, ledger.spent.tokens, ledger.spent.cost_usd) == (1, 0, 0.0)
    never_sent = ModelFault("no", kind="no_key")
    ledger.settle(ledger.reserve(WORST), never_sent)
    assert ledger.spent.calls == 1
    lost = ModelFault("no", kind="timeout", attempts=1, lost_attempts=1)
    ledger.settle(ledger.reserve(WORST), lost)
    assert (ledger.spent.calls, ledger.spent.tokens, ledger.spent.cost_usd) == (2, 100, 0.01)
    empty = ModelFault("no", kind="empty", attempts=1, answer=answer(tokens=7, cost=0.002))
    ledger.settle(ledger.reserve(WORST), empty)
    assert (ledger.spent.calls, ledger.spent.tokens) == (3, 107)
    assert ledger.spent.cost_usd == pytest.approx(0.012)


def test_room_for_a_second_try_is_held_where_there_is_some() -> None:
    ledger = Ledger(Caps(calls=3))
    assert ledger.reserve(WORST, spare=1).spare == 1
    assert ledger.reserve(WORST, spare=1).spare == 0
    with pytest.raises(BudgetFault):
        ledger.reserve(WORST, spare=1)


def test_the_cap_on_votes_is_said() -> None:
    ledger = Ledger(Caps(votes=2), votes=1)
    assert ledger.vote_refusal() is None
    ledger.note_votes(2)
    refusal = ledger.vote_refusal()
    assert refusal is not None
    assert "2 votes" in refusal.message
    assert Ledger(Caps()).vote_refusal() is None


prices = st.one_of(st.none(), st.floats(0, 0.5, allow_nan=False))
worsts = st.builds(Worst, st.integers(1, 500), prices)
limits = st.builds(
    Caps,
    calls=st.one_of(st.none(), st.integers(0, 12)),
    tokens=st.one_of(st.none(), st.integers(0, 3000)),
    cost_usd=st.one_of(st.none(), st.floats(0, 3, allow_nan=False)),
)


@given(
    limits,
    st.lists(st.tuples(worsts, st.integers(0, 2), st.integers(0, 100), st.sampled_from("rsf"))),
)
def test_no_cap_is_ever_passed_by_any_interleaving(
    caps: Caps, steps: list[tuple[Worst, int, int, str]]
) -> None:
    ledger = Ledger(caps)
    under_way: list[Reservation] = []
    for worst, spare, share, step in steps:
        if step == "r" or not under_way:
            try:
                under_way.append(ledger.reserve(worst, spare=spare))
            except BudgetFault:
                continue
        else:
            reservation = under_way.pop(share % len(under_way))
            bound = reservation.worst
            cost = None if bound.cost_usd is None else bound.cost_usd * share / 100
            used = Completion("t", "stop", bound.tokens * share // 100, 0, cost, 1)
            lost = min(spare, reservation.spare)
            if step == "s":
                done = Completion("t", "stop", used.tokens_in, 0, cost, 1, 1 + lost, lost)
                ledger.settle(reservation, done)
            else:
                fault = ModelFault("x", attempts=1 + lost, lost_attempts=lost, answer=used)
                ledger.settle(reservation, fault)
        total = ledger.spent.calls + ledger.held.calls
        assert caps.calls is None or total <= caps.calls
        tokens = ledger.spent.tokens + ledger.held.tokens
        assert caps.tokens is None or tokens <= caps.tokens
        money = ledger.spent.cost_usd + ledger.held.cost_usd
        assert caps.cost_usd is None or money <= caps.cost_usd + 1e-9


def test_the_caps_of_a_run_count_from_its_beginning() -> None:
    spend = {CallRole.ANSWER: RoleSpend(calls=90, tokens_in=900, cost_usd=0.9)}
    ledger = Ledger(Caps(calls=100), spend, votes=40)
    ledger.set_run_caps(Caps(calls=3, cost_usd=0.2, votes=2))
    ledger.begin_run()
    assert (ledger.left.calls, ledger.left.votes) == (3, 2)
    assert ledger.left.cost_usd == pytest.approx(0.2)
    for _ in range(3):
        ledger.settle(ledger.reserve(Worst(10, 0.01)), answer(10, 0.01))
    with pytest.raises(BudgetFault, match="cap of 3 model calls for this run"):
        ledger.reserve(Worst(10, 0.01))
    ledger.note_votes(42)
    assert "2 votes for this run" in str(ledger.vote_refusal())
    ledger.begin_run()
    assert ledger.vote_refusal() is None
    assert ledger.left.calls == 3
    ledger.settle(ledger.reserve(Worst(10, 0.19)), answer(10, 0.19))
    with pytest.raises(BudgetFault, match=r"0\.20 USD for this run"):
        ledger.reserve(Worst(10, 0.02))


def test_a_run_that_is_taken_up_again_has_what_it_left_and_the_project_has_the_last_word() -> None:
    used = {CallRole.ANSWER: RoleSpend(calls=7)}
    ledger = Ledger(Caps(calls=10), used, votes=5)
    ledger.begin_run({CallRole.ANSWER: RoleSpend(calls=2)}, votes=1)
    ledger.set_run_caps(Caps(calls=20, votes=3))
    assert (ledger.left.calls, ledger.left.votes) == (3, 2)
    for _ in range(3):
        ledger.reserve(Worst(1, 0.0))
    with pytest.raises(BudgetFault, match="cap of 10 model calls could be passed"):
        ledger.reserve(Worst(1, 0.0))


def test_a_price_that_is_not_known_is_bounded_by_the_calls_of_a_run() -> None:
    ledger = Ledger(Caps(cost_usd=1.0))
    with pytest.raises(BudgetFault, match="price of this model is not known"):
        ledger.reserve(Worst(10, None))
    ledger.set_run_caps(Caps(calls=1))
    ledger.reserve(Worst(10, None))
