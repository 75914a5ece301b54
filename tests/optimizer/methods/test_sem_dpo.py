"""Sem-DPO: a rewrite whose meaning drifts too far is refused, by a limit the person sets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.methods import arrange, find_method
from optimizer.proposing.gates.drift import DriftBound
from optimizer.proposing.moves.drifting import drift
from optimizer.protocols import Gate
from optimizer.records import Prompt, SettingValue
from tests.optimizer.proposing.pools import START, proposal, snapshot

NEAR = replace(START, instruction="Reply to the customer. Keep it short and kind.")
FAR = replace(START, instruction="Compose iambic verse about autumn leaves.")


def refused(prompt: Prompt, **values: SettingValue) -> list[str]:
    """Return which gates of the method refuse a rewrite."""
    gates: tuple[Gate, ...] = arrange(find_method("sem_dpo"), values).gates
    found = (gate.check(proposal(prompt), snapshot()) for gate in gates)
    return [refusal.gate for refusal in found if refusal is not None]


def test_meaning_may_not_drift_beyond_the_limit() -> None:
    assert refused(NEAR) == []
    assert "drift" in refused(FAR)
    near = drift(snapshot(), NEAR).start
    assert "drift" in refused(NEAR, limit=max(0.05, near - 0.05))
    assert "drift" not in refused(FAR, limit=1.0)


@pytest.mark.parametrize(("name", "value"), [("limit", 0.3), ("slack", 0.05), ("weight", 0.2)])
def test_both_distances_and_their_weight_are_settings(name: str, value: float) -> None:
    gates = arrange(find_method("sem_dpo"), {name: value}).gates
    (bound,) = (gate for gate in gates if isinstance(gate, DriftBound))
    assert getattr(bound, name) == value


def test_every_other_gate_still_stands() -> None:
    names = [gate.name for gate in arrange(find_method("sem_dpo")).gates]
    assert {"placeholders", "locked text", "novelty", "prompt hacking"} <= set(names)
