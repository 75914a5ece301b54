"""The runner's thread: what it tells before the engine is up."""

from __future__ import annotations

import os
import queue
from pathlib import Path

import pytest

from optimizer import schema
from optimizer.commands import Close
from optimizer.events import Closed, Event, FaultRaised, FileUpgraded
from optimizer.project import create_project
from optimizer.runner import Runner
from tests.fake_service import FakeService
from tests.small_project import babble, small_draft


def _told(path: Path) -> list[Event]:
    """Return all that a runner tells of a project that is opened and closed at once."""
    events: queue.Queue[Event] = queue.Queue()
    runner = Runner.open(path, FakeService(babble), events.put)
    runner.post(Close())
    assert runner.join(30.0)
    told = [events.get() for _ in range(events.qsize())]
    assert isinstance(told[-1], Closed)
    return told


def test_a_file_that_was_upgraded_is_told_with_the_copy_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "replies.pairtune"
    create_project(path, small_draft()).close()
    assert not any(isinstance(event, FileUpgraded) for event in _told(path))

    newer = type(schema.migrations)("pairtune")
    for name in schema.known():
        newer(name=name)(lambda db: None)
    newer(name="m999_add_a_table")(lambda db: db.execute("CREATE TABLE added (id TEXT)"))
    monkeypatch.setattr(schema, "migrations", newer)
    (upgraded,) = [event for event in _told(path) if isinstance(event, FileUpgraded)]
    copy = Path(upgraded.copy)
    assert copy.exists()
    assert copy.parent == tmp_path
    assert copy != path


@pytest.mark.parametrize("long", [0, 1_000_000_000])
def test_damage_is_told_as_such_however_far_the_file_could_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, long: int
) -> None:
    monkeypatch.setattr("optimizer.store.store.LONG", long)
    path = tmp_path / "replies.pairtune"
    create_project(path, small_draft()).close()
    size = path.stat().st_size
    for left in range(size // 4, size, size // 4):
        os.truncate(path, size - left)
        *_, fault, _ = _told(path)
        assert isinstance(fault, FaultRaised)
        assert "damaged" in fault.fault.message
