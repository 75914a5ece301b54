"""Calls and tokens per minute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from optimizer.llm.pace import Pace


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_without_limits_nobody_waits() -> None:
    pace = Pace(None, None, Clock())
    for _ in range(100):
        assert pace.wait_s(10_000) == 0.0
        pace.note(10_000)


def test_a_call_waits_until_the_first_of_the_minute_is_a_minute_old() -> None:
    clock = Clock()
    pace = Pace(2, None, clock)
    pace.note(1)
    clock.now += 10
    pace.note(1)
    assert pace.wait_s(1) == 50.0
    clock.now += 50
    assert pace.wait_s(1) == 0.0


def test_a_call_larger_than_the_limit_waits_for_an_empty_minute() -> None:
    clock = Clock()
    pace = Pace(None, 100, clock)
    assert pace.wait_s(500) == 0.0
    pace.note(500)
    assert pace.wait_s(1) == 60.0
    clock.now += 60
    assert pace.wait_s(1) == 0.0


def test_the_lower_of_the_own_and_the_told_limit_holds() -> None:
    pace = Pace(5, None, Clock())
    pace.learn(1, None)
    pace.note(1)
    assert pace.wait_s(1) == 60.0
    pace.learn(50, None)
    assert pace.wait_s(1) == 0.0


@given(
    st.integers(1, 5),
    st.integers(10, 60),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 60)), max_size=40),
)
def test_no_minute_ever_holds_more_than_the_limits(
    calls: int, tokens: int, wishes: list[tuple[int, int]]
) -> None:
    clock = Clock()
    pace = Pace(calls, tokens, clock)
    sent: list[tuple[float, int]] = []
    for pause, size in wishes:
        clock.now += pause
        clock.now += pace.wait_s(size)
        pace.note(size)
        sent.append((clock.now, size))
    for when, _ in sent:
        minute = [size for at, size in sent if when - 60 < at <= when]
        assert len(minute) <= calls
        assert sum(minute) <= tokens or len(minute) == 1
