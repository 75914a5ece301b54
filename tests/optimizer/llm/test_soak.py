"""Five hundred calls of the soak; `tests/benchmarks/calls_soak.py` makes ten thousand."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.calls_soak import soak


def test_every_call_is_answered_or_reported_and_the_books_agree(tmp_path: Path) -> None:
    found = soak(tmp_path, 500)
    assert found.answered + found.failed == 500
    assert found.answered > 400
    assert found.server_cost_usd <= found.cost_usd
