from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from optimizer.store import Store
from tests.optimizer.store import making

_ROOT = Path(__file__).parents[3]


def test_a_kill_while_voting_loses_no_acknowledged_vote(path: Path) -> None:
    making.fill(making.create(path)).close()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.optimizer.store.votes_forever", str(path)],
        stdout=subprocess.PIPE,
        cwd=_ROOT,
        text=True,
    )
    with process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(50)]
        with Store.open(path) as held:
            assert held.read_only_reason
        process.kill()
        told += process.stdout.read().split()

    with Store.open(path) as store:
        assert store.read_only_reason == ""
        assert store.check() == []
        stored = [one.id for one in store.votes()]
        # The very last one may have been stored and not told any more.
        assert stored[: len(told)] == told
        assert len(stored) <= len(told) + 1
        assert [event.data["vote"] for event in store.events()] == stored
        assert len(store.history()) == len(stored)
