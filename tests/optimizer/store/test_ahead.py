"""What is read ahead of a file is what is in it, and damage is found before anything is written."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from optimizer.errors import ProjectFault
from optimizer.filelock import FileLock
from optimizer.store import Store
from tests.optimizer.store import making
from tests.optimizer.store.making import duel, vote


@pytest.fixture(autouse=True)
def every_file_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read ahead of the small files of these tests as well."""
    monkeypatch.setattr("optimizer.store.store.LONG", 0)


@pytest.fixture
def judged(path: Path) -> Path:
    """A project with two votes, of which one was taken back."""
    with making.create(path) as store:
        making.fill(store)
        store.cast_vote(vote("v1", "d1"), duel("d1"))
        store.cast_vote(vote("v2", "d2"), duel("d2"))
        store.void_vote("v2")
    return path


def sheets(store: Store) -> tuple[object, ...]:
    """All that may be read ahead."""
    return (
        store.duel_sheet(),
        store.output_owners(),
        store.vote_sheet(people=True),
        store.vote_sheet(people=False),
    )


def test_what_was_read_ahead_is_what_is_in_the_file(judged: Path) -> None:
    with Store.open(judged) as store:
        known = sheets(store)
        assert store.vote_sheet(people=True).voided == [0, 1]
    with Store.open(judged, ahead=True) as store:
        assert sheets(store) == known


def test_the_second_reading_sees_what_was_written_meanwhile(judged: Path) -> None:
    with Store.open(judged, ahead=True) as store:
        assert store.vote_sheet(people=True).id == ["v1", "v2"]
        assert store.duel_sheet().id == ["d1", "d2"]
        store.require_sound()
        store.cast_vote(vote("v3", "d3"), duel("d3"))
        assert store.vote_sheet(people=True).id == ["v1", "v2", "v3"]
        assert store.duel_sheet().id == ["d1", "d2", "d3"]
    assert {each.name for each in judged.parent.iterdir()} == {judged.name}


def test_what_another_window_writes_is_not_read_ahead(judged: Path) -> None:
    with Store.open(judged), Store.open(judged, ahead=True) as reading:
        assert "another window" in reading.read_only_reason
        reading.require_sound()
        assert reading.vote_sheet(people=True).id == ["v1", "v2"]


@pytest.mark.parametrize("kept", [0.3, 0.8])
def test_a_cut_off_file_is_called_damaged(judged: Path, kept: float) -> None:
    os.truncate(judged, int(judged.stat().st_size * kept))
    with (
        pytest.raises(ProjectFault, match="damaged"),
        Store.open(judged, ahead=True) as store,
    ):
        store.require_sound()
    lock = FileLock.take(judged)
    assert lock is not None
    lock.release()


def test_a_value_that_nobody_understands_is_told_as_such(judged: Path) -> None:
    with closing(sqlite3.connect(judged)) as db, db:
        db.execute("UPDATE task SET columns = '{broken'")
    for ahead in (False, True):
        with pytest.raises(ProjectFault, match="does not understand"):
            Store.open(judged, ahead=ahead)
