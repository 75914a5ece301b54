"""The circuit breaker over time."""

from __future__ import annotations

from optimizer.errors import ModelFault
from optimizer.llm.breaker import Breaker
from optimizer.llm.policy import CallPolicy
from optimizer.said import Said

POLICY = CallPolicy(breaker_faults=3, breaker_pause_s=10.0, breaker_longest_s=25.0)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def broken(clock: Clock) -> Breaker:
    breaker = Breaker(POLICY, clock)
    for _ in range(3):
        assert breaker.refusal() is None
        breaker.bad(ModelFault("refused", kind="auth", attempts=1, lost_attempts=1))
    return breaker


def test_it_opens_after_faults_in_a_row_and_repeats_the_fault() -> None:
    refused = broken(Clock()).refusal()
    assert refused is not None
    assert (refused.message, refused.kind) == ("refused", "auth")
    assert "3 failures in a row" in refused.remedy
    assert "left alone for 10 s" in refused.remedy
    assert isinstance(refused.remedy, Said), "it can be said in another language"
    assert (refused.attempts, refused.lost_attempts) == (0, 0)


def test_a_good_answer_between_starts_the_count_again() -> None:
    breaker = Breaker(POLICY, Clock())
    for _ in range(5):
        breaker.bad(ModelFault("x", kind="server"))
        breaker.bad(ModelFault("x", kind="server"))
        breaker.good()
    assert breaker.refusal() is None


def test_faults_of_one_request_say_nothing_of_the_model() -> None:
    breaker = Breaker(POLICY, Clock())
    for kind in ("context_overflow", "filtered", "rate_limit", "cancelled", "bad_request") * 3:
        breaker.bad(ModelFault("x", kind=kind))
    assert breaker.refusal() is None


def test_after_the_pause_one_trial_decides() -> None:
    clock = Clock()
    breaker = broken(clock)
    clock.now = 10.0
    assert breaker.refusal() is None
    assert breaker.refusal() is not None, "one trial at a time"
    breaker.good()
    assert breaker.refusal() is None
    assert breaker.refusal() is None


def test_failed_trials_make_the_pauses_longer() -> None:
    clock = Clock()
    breaker = broken(clock)
    for pause in (10.0, 20.0, 25.0, 25.0):
        clock.now += pause - 0.1
        assert breaker.refusal() is not None
        clock.now += 0.1
        assert breaker.refusal() is None
        breaker.bad(ModelFault("x", kind="auth"))


def test_a_cancelled_trial_leaves_room_for_the_next() -> None:
    clock = Clock()
    breaker = broken(clock)
    clock.now = 10.0
    assert breaker.refusal() is None
    breaker.bad(ModelFault("x", kind="cancelled"))
    assert breaker.refusal() is None
