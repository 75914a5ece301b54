"""Looking into a database without changing anything, wherever it lies."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from optimizer.schema import Database

BUSY_MS = 5000


def connect_reading(path: Path) -> Database:
    """Open a file so that nothing can be written; a copy in memory where even that would write.

    Args:
        path: A database that is there.
    """
    uri = f"{path.as_uri()}?mode=ro"
    db = Database(sqlite3.connect(uri, uri=True), execute_plugins=False)
    try:
        db.execute(f"PRAGMA busy_timeout = {BUSY_MS}").fetchall()
        db.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except sqlite3.OperationalError:
        # SQLite must write beside a file with a log even to read it; a folder may forbid that.
        db.close()
        return _from_copy(path)
    except BaseException:
        db.close()
        raise
    return db


def _from_copy(path: Path) -> Database:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        for source, target in ((path, copy), (beside(path, "-wal"), beside(copy, "-wal"))):
            if source.exists():
                shutil.copyfile(source, target)
        with closing(Database(copy, execute_plugins=False)) as db:
            return in_memory(db)


def in_memory(db: Database) -> Database:
    """Return a copy of a database that is on no disk."""
    memory = Database(memory=True, execute_plugins=False)
    db.conn.backup(memory.conn)
    return memory


def beside(path: Path, ending: str) -> Path:
    """Return the path of a file that SQLite keeps beside a database, by its ending."""
    return path.with_name(path.name + ending)
