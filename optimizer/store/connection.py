"""A connection to a project file, which tells the world's faults from bugs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from optimizer.errors import ProjectFault
from optimizer.said import say
from optimizer.schema import Database
from optimizer.store.values import from_body, plain, to_body

if TYPE_CHECKING:
    from sqlite_utils.db import Table

Row = tuple[Any, ...]
_AT_ONCE = 1000


class Connection:
    """Reads and writes rows; whatever the disk does wrong comes out as a `ProjectFault`.

    Args:
        db: An open database.
        read_only_reason: Why nothing may be written; empty when it may.
    """

    def __init__(self, db: Database, read_only_reason: str = "") -> None:
        self.db = db
        self.read_only_reason = read_only_reason

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Write all or nothing; blocks may be nested.

        Raises:
            ProjectFault: The project is read-only, or the disk does not take the data.
        """
        if self.read_only_reason:
            raise ProjectFault(self.read_only_reason, say("Save a copy and work on that."))
        with faults_told(), self.db.atomic():
            yield
            if not self.db.conn.in_transaction:
                # A full disk ends the whole transaction, whoever looks after the failed step.
                raise ProjectFault(*_UNREACHED)

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Return all rows of a query."""
        with faults_told():
            return self.db.execute(sql, values).fetchall()

    def columns(self, sql: str, *values: object) -> list[list[Any]]:
        """Return the result of a query column by column, for tables too long to hold as rows."""
        with faults_told():
            cursor = self.db.execute(sql, values)
            found: list[list[Any]] = [[] for _ in cursor.description]
            while rows := cursor.fetchmany(_AT_ONCE):
                for column, part in zip(found, zip(*rows, strict=True), strict=True):
                    column.extend(part)
            return found

    def words(self, sql: str, *values: object) -> list[list[str]]:
        """Return the result of a query of text columns column by column, each read in one step.

        Stepping from row to row, SQLite asks for the interpreter at each of them.

        Args:
            sql: A query whose columns hold nothing but text.
            values: What stands for its question marks.
        """
        with faults_told():
            empty = self.db.execute(f"{sql} LIMIT 0", values)
            names = [f"c{at}" for at in range(len(empty.description))]
            whole = " + ".join(f"count({name})" for name in names)
            joined = ", ".join(f"group_concat({name}, char(10))" for name in names)
            told = f"WITH told({', '.join(names)}) AS ({sql}) SELECT count(*), {whole}, {joined}"
            ((size, full, *texts),) = self.db.execute(f"{told} FROM told", values).fetchall()
        found = [text.split("\n") if text else [] for text in texts]
        # Somebody else's tool may have written a line break, or nothing.
        as_told = full == size * len(names) and all(len(column) == size for column in found)
        return found if as_told else self.columns(sql, *values)

    def row(self, sql: str, *values: object) -> Row | None:
        """Return the first row of a query, or None."""
        with faults_told():
            row: Row | None = self.db.execute(sql, values).fetchone()
            return row

    def has(self, table: str, key: str) -> bool:
        """Return whether a table has a row with this id."""
        return self.row(f"SELECT 1 FROM {table} WHERE id = ?", key) is not None

    def insert(self, table: str, values: Mapping[str, object]) -> None:
        """Add a row."""
        with self.atomic():
            self._table(table).insert(_plain(values))

    def insert_all(self, table: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Add many rows."""
        with self.atomic():
            self._table(table).insert_all([_plain(row) for row in rows])

    def upsert(self, table: str, values: Mapping[str, object]) -> None:
        """Add a row, or replace what it says under its key."""
        with self.atomic():
            table_object = self._table(table)
            table_object.upsert(_plain(values), pk=table_object.pks)

    def update(self, table: str, key: str, changes: Mapping[str, object]) -> None:
        """Change a row.

        Raises:
            KeyError: There is no row with this id.
        """
        with self.atomic():
            if not self.has(table, key):
                raise KeyError(key)
            self._table(table).update(key, _plain(changes))

    def put_text(self, key: str, text: str) -> None:
        """Store a text once, under its hash."""
        if self.row("SELECT 1 FROM text WHERE hash = ?", key) is None:
            with self.atomic():
                self._table("text").insert({"hash": key, "body": to_body(text)})

    def text(self, key: str) -> str:
        """Return the text with this hash.

        Raises:
            KeyError: There is none.
        """
        row = self.row("SELECT body FROM text WHERE hash = ?", key)
        if row is None:
            raise KeyError(key)
        return from_body(row[0])

    def close(self) -> None:
        """Close the database; its log is merged into the file."""
        self.db.close()

    def _table(self, name: str) -> Table:
        return self.db.table(name)


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: plain(value) for name, value in values.items()}


@contextmanager
def faults_told() -> Iterator[None]:
    """Turn what the disk or the file does wrong into a fault in words; bugs pass through.

    Raises:
        ProjectFault: The disk or the file is not as needed.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        told = _told(error)
        if told is None:
            raise
        raise ProjectFault(*told) from error


FOREIGN = (
    say("This is not a PairTune project."),
    say("Choose a file that PairTune made: its name ends in .pairtune."),
)
DAMAGED = (say("The project file is damaged."), say("Go back to a copy of it, if you have one."))

_UNREACHED = (
    say("The project file could not be read or written."),
    say("Check that its disk is still connected and not full."),
)

# By the beginning of SQLite's name of the error.
_FAULTS: Sequence[tuple[str, tuple[str, str]]] = (
    (
        "SQLITE_FULL",
        (say("The disk is full."), say("Free some space; nothing stored so far is lost.")),
    ),
    (
        "SQLITE_IOERR",
        _UNREACHED,
    ),
    (
        "SQLITE_READONLY",
        (
            say("The project file may not be written."),
            say("Check its permissions, or save a copy."),
        ),
    ),
    (
        "SQLITE_PERM",
        (say("The project file may not be opened."), say("Check its permissions.")),
    ),
    (
        "SQLITE_CANTOPEN",
        (
            say("The project file cannot be opened."),
            say("Check that it still exists and that its folder may be written."),
        ),
    ),
    (
        "SQLITE_BUSY",
        (
            say("Another program is writing the project file."),
            say("Close that program, then try again."),
        ),
    ),
    ("SQLITE_CORRUPT", DAMAGED),
    ("SQLITE_NOTADB", FOREIGN),
)


def _told(error: sqlite3.DatabaseError) -> tuple[str, str] | None:
    # Some errors are raised by Python's own module and carry no name of SQLite's.
    name = getattr(error, "sqlite_errorname", "")
    return next((told for start, told in _FAULTS if name.startswith(start)), None)
