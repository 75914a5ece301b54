"""The drift gate shows how far a prompt has moved, and refuses what went too far."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.proposing.gates import GATES, STANDING
from optimizer.proposing.gates.drift import DriftBound
from optimizer.proposing.moves.drifting import drift
from tests.optimizer.proposing.growing import with_means
from tests.optimizer.proposing.pools import START, proposal, snapshot

NEAR = replace(START, instruction="Reply to the customer. Keep it short and kind.")
FAR = replace(START, instruction="Compose iambic verse about autumn leaves.")


def test_the_distance_grows_with_what_was_changed() -> None:
    snap = snapshot()
    own, near, far = (drift(snap, prompt).start for prompt in (START, NEAR, FAR))
    assert own == pytest.approx(0.0)
    assert own < near < 0.6 < far
    assert drift(snap, NEAR).task is None


def test_what_went_too_far_is_refused_with_its_number() -> None:
    assert DriftBound().check(proposal(NEAR), snapshot()) is None
    refusal = DriftBound().check(proposal(FAR), snapshot())
    assert refusal is not None
    assert f"{drift(snapshot(), FAR).start:.2f}" in refusal.reason
    assert DriftBound(limit=1.0).check(proposal(FAR), snapshot()) is None


def test_the_tasks_own_words_must_not_be_left() -> None:
    task = replace(snapshot().task, description="Reply to the customer", criteria="Keep it short")
    child = replace(START, instruction="Be kind to whoever writes and be brief. Keep calm.")
    refusal = DriftBound(limit=1.0).check(proposal(child), snapshot(task=task))
    assert refusal is not None
    assert "the task's description" in refusal.reason
    assert DriftBound().check(proposal(START), snapshot(task=task)) is None


def test_drift_is_weighed_against_what_a_prompt_is_worth() -> None:
    pool = with_means(snapshot(NEAR, FAR), {START.id: 0.0, NEAR.id: 0.5, FAR.id: 0.7})
    assert DriftBound().weighed(pool) is pool
    assert pool.incumbent.id == FAR.id
    weighed = DriftBound(weight=1.0).weighed(pool)
    assert weighed.incumbent.id == NEAR.id
    for prompt, mean in ((START, 0.0), (NEAR, 0.5), (FAR, 0.7)):
        expected = mean - drift(pool, prompt).start
        assert weighed.standings[prompt.id].mean == pytest.approx(expected)
    assert DriftBound(weight=0.05).weighed(pool).incumbent.id == FAR.id


def test_methods_ask_for_it_by_name_and_no_other_has_it() -> None:
    assert GATES.build("drift", {"limit": 0.5}) == DriftBound(limit=0.5)
    assert "drift" not in STANDING
