from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from optimizer.errors import ProjectFault
from optimizer.schema import Database, upgrade
from optimizer.store import Store
from optimizer.store.connection import Connection
from tests.optimizer.store.making import duel, vote


def test_nothing_of_a_failed_block_is_kept(store: Store) -> None:
    def cast_and_fail() -> None:
        with store.atomic():
            store.cast_vote(vote("v1", "d1"), duel("d1"))
            store.append_event("vote", {"vote": "v1"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cast_and_fail()

    assert store.votes(include_voided=True) == ()
    assert store.duels() == ()
    assert store.events() == ()


def test_a_failed_inner_block_leaves_the_outer_one_whole(store: Store) -> None:
    with store.atomic():
        store.append_event("first", {})
        with pytest.raises(KeyError):
            store.void_vote("nothing")
        store.append_event("second", {})

    assert [event.kind for event in store.events()] == ["first", "second"]


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    db = Database(tmp_path / "small.db")
    upgrade(db)
    connection = Connection(db)
    connection.put_text("small", "a")
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}").fetchall()

    with pytest.raises(ProjectFault, match="disk is full"):
        connection.put_text("large", "a" * 100_000)

    db.execute("PRAGMA max_page_count = 100000").fetchall()
    connection.put_text("large", "b")
    assert (connection.text("small"), connection.text("large")) == ("a", "b")
    connection.close()


def test_a_lock_by_another_program_is_told(tmp_path: Path) -> None:
    path = tmp_path / "busy.db"
    connection = Connection(Database(path))
    upgrade(connection.db)
    connection.db.execute("PRAGMA busy_timeout = 0").fetchall()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(ProjectFault, match="Another program"):
        connection.put_text("a", "a")

    other.close()
    connection.put_text("a", "a")
    connection.close()


def test_a_wrong_statement_is_a_bug_and_no_fault(tmp_path: Path) -> None:
    connection = Connection(Database(tmp_path / "empty.db"))

    with pytest.raises(sqlite3.OperationalError):
        connection.rows("SELECT nothing FROM nowhere")

    connection.close()


def test_another_thread_may_not_use_the_store(store: Store) -> None:
    raised: list[type[BaseException]] = []

    def use() -> None:
        try:
            store.votes()
        except sqlite3.ProgrammingError as error:
            raised.append(type(error))

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert raised == [sqlite3.ProgrammingError]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("",)],
        [("a",), ("b",), ("a",)],
        [("one\ntwo",), ("three",)],
        [(None,), ("x",)],
        [(None,), ("one\ntwo",), ("three",)],
        [(str(number),) for number in range(3000)],
    ],
)
def test_words_are_read_in_one_step_as_they_are_row_by_row(
    tmp_path: Path, rows: list[tuple[str | None]]
) -> None:
    db = Database(tmp_path / "words.db")
    db.execute("CREATE TABLE said (word TEXT)")
    db.conn.executemany("INSERT INTO said VALUES (?)", rows)
    connection = Connection(db)
    query = "SELECT word, 'the ' || word FROM said ORDER BY rowid DESC"
    assert connection.words(query) == connection.columns(query)
    assert connection.words(query)[0] == [word for (word,) in reversed(rows)]
