"""Who rests among proposers, and until when."""

from __future__ import annotations

from optimizer.breeding.resting import LONGEST_REST, REFUSED_RUNNING, Resting


def test_each_rest_is_twice_as_long_up_to_a_limit() -> None:
    resting, votes = Resting(), 0
    lengths = []
    for _ in range(9):
        resting.tire("one", votes)
        began = votes
        while "one" in resting.who(votes):
            votes += 1
        lengths.append(votes - began)
    assert lengths[:7] == [1, 2, 4, 8, 16, 32, 64]
    assert lengths[7:] == [LONGEST_REST, LONGEST_REST]


def test_only_refusals_running_tire_and_a_child_ends_that() -> None:
    resting = Resting()
    for refused in (*[True] * (REFUSED_RUNNING - 1), False, *[True] * (REFUSED_RUNNING - 1)):
        resting.note("one", 5, refused=refused)
        assert resting.who(5) == set()
    resting.note("one", 5, refused=True)
    assert resting.who(5) == {"one"}
    assert resting.who(6) == set()


def test_who_wakes_is_as_new() -> None:
    resting = Resting()
    for votes in (0, 1, 3):
        resting.tire("one", votes)
    resting.wake()
    assert resting.who(3) == set()
    resting.tire("one", 3)
    assert resting.who(4) == set()
