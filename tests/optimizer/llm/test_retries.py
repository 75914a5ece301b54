"""Pauses between attempts."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import ModelFault
from optimizer.llm.faultlist import FAULTS
from optimizer.llm.policy import CallPolicy
from optimizer.llm.retries import next_pause

POLICY = CallPolicy()


@given(
    st.sampled_from(sorted(FAULTS)),
    st.integers(1, 8),
    st.booleans(),
    st.floats(0, 200),
    st.one_of(st.none(), st.floats(0, 500)),
    st.integers(),
)
def test_a_pause_is_short_enough_long_enough_and_allowed(
    kind: str, tries: int, covered: bool, left_s: float, asked: float | None, seed: int
) -> None:
    fault = ModelFault("x", kind=kind, retry_after_s=asked)
    pause = next_pause(fault, tries, covered, left_s, POLICY, Random(seed))
    if pause is None:
        return
    known = FAULTS[kind]
    assert tries <= known.repeats
    assert tries < POLICY.attempts
    assert covered or not known.lost
    assert 0 < pause < left_s
    assert asked is None or pause >= asked


def test_pauses_grow() -> None:
    fault = ModelFault("x", kind="server")
    means = [
        sum(next_pause(fault, tries, True, 1e9, POLICY, Random(seed)) or 0 for seed in range(200))
        for tries in (1, 2, 3, 4)
    ]
    assert means == sorted(means)
    assert means[3] > 4 * means[0]


def test_a_fault_of_another_part_is_not_tried_again() -> None:
    fault = ModelFault("x", kind="no_model_file")
    assert next_pause(fault, 1, True, 100, POLICY, Random(1)) is None
