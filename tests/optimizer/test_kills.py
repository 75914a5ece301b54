"""Five kills of a run; `tests/benchmarks/calls_kills.py` makes two hundred."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.calls_kills import run


def test_no_kill_loses_a_vote_repeats_a_payment_or_passes_a_cap(tmp_path: Path) -> None:
    found = run(tmp_path, kills=5, longest_s=1.0, seed=3)
    assert found.kills == 5
    assert found.booked_calls <= found.cap
