"""A trial stays blind: its sides are balanced, and nobody can tell the next one by the last."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from optimizer.asking.trials import Trial


def trial(prompt: str, count: int) -> Trial:
    return Trial(prompt, "start", "setting", tuple(f"row {k}" for k in range(count)))


@given(prompt=st.text(max_size=8), count=st.integers(0, 60))
def test_each_side_has_half_of_the_examples(prompt: str, count: int) -> None:
    sides = trial(prompt, count).sides()
    assert len(sides) == count
    assert abs(2 * sum(sides) - count) <= 1
    assert sides == trial(prompt, count).sides(), "a trial that is taken up again is the same"


def test_the_next_side_does_not_follow_from_the_last() -> None:
    found = [trial(f"prompt {k}", 20).sides() for k in range(200)]
    turns = [one != two for sides in found for one, two in pairwise(sides)]
    assert 0.45 < sum(turns) / len(turns) < 0.6
    begins_left = sum(sides[0] for sides in found) / len(found)
    assert 0.4 < begins_left < 0.6
