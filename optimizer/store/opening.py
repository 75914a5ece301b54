"""Opening a file: whose it is, who else has it, of which version it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from optimizer import schema
from optimizer.errors import ProjectFault
from optimizer.filelock import FileLock
from optimizer.said import say
from optimizer.schema import Database
from optimizer.store.connection import FOREIGN, Connection, faults_told
from optimizer.store.looking import BUSY_MS, beside, connect_reading, in_memory
from optimizer.unused_path import unused_path

_MAGIC = b"SQLite format 3\x00"

_HELD = say(
    "This project is open in another window, so it can only be read here. "
    "Close it there, or save a copy to go on with it."
)
_NEWER = say(
    "A newer version of PairTune wrote this project, so it can only be read here. "
    "Update PairTune to go on with it."
)
_UNWRITABLE = say(
    "This project or its folder may not be written, so it can only be read. "
    "Save a copy elsewhere to go on with it."
)
_ONLY_READ = say("This file is only read.")


@dataclass(frozen=True, slots=True)
class OpenFile:
    """An open project file; `lock` is None when it is read-only."""

    path: Path
    connection: Connection
    lock: FileLock | None
    safety_copy: Path | None = None


def create_file(path: Path, fill: Callable[[Connection], None]) -> OpenFile:
    """Make a new project file.

    Args:
        path: Where.
        fill: Writes the first rows; the file appears only when it has.

    Raises:
        ProjectFault: The file exists already, or cannot be made.
    """
    path = Path(os.path.realpath(path))
    lock = _lock_new(path)
    # Made under another name: a kill in the middle must not leave half a project behind.
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.unlink(missing_ok=True)
        with faults_told():
            with closing(_connect(draft)) as db:
                # No journal beside the draft that a kill could leave for the next one.
                db.execute("PRAGMA journal_mode = MEMORY").fetchall()
                schema.upgrade(db)
                fill(Connection(db))
            _drop_log(path)
            draft.rename(path)
            return OpenFile(path, Connection(_writable(_connect(path))), lock)
    except BaseException as error:
        draft.unlink(missing_ok=True)
        lock.release()
        if isinstance(error, OSError):
            raise _cannot_make(path, error) from error
        raise


def open_file(path: Path) -> OpenFile:
    """Open a project file, for writing if that can be.

    Raises:
        ProjectFault: It is no project, is damaged, or cannot be read at all.
    """
    path = Path(os.path.realpath(path))
    _require_database(path)
    lock, reason = _lock_existing(path)
    try:
        if lock is None:
            return OpenFile(path, _read_only(path, reason), None)
        with faults_told():
            db = _connect(path)
            try:
                state = _state(db, path)
                if not state.newer:
                    copy = _upgrade(path, _writable(db), state)
                    return OpenFile(path, Connection(db), lock, copy)
            except BaseException:
                db.close()
                raise
            db.close()
        lock.release()
        return OpenFile(path, _read_only(path, _NEWER), None)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def read_file(path: Path) -> Connection:
    """Open a project file for reading alone; an old one is brought up to date in memory.

    Raises:
        ProjectFault: It is no project, is damaged, or a newer version of the program wrote it.
    """
    path = Path(os.path.realpath(path))
    _require_database(path)
    connection = _read_only(path, _ONLY_READ)
    if _state(connection.db, path).newer:
        connection.close()
        raise ProjectFault(
            say("A newer version of PairTune wrote that file."),
            say("Update PairTune, then try again."),
        )
    return connection


def copy_file(source: Connection, path: Path) -> None:
    """Write the whole project to another file, which appears only when it is complete.

    Raises:
        ProjectFault: The file is an open project, or cannot be written.
    """
    path = Path(os.path.realpath(path))
    try:
        lock = FileLock.take(path)
    except OSError as error:
        raise _cannot_make(path, error) from error
    if lock is None:
        raise ProjectFault(say("That file is a project that is open."), say("Choose another name."))
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.unlink(missing_ok=True)
        with faults_told():
            source.db.execute("VACUUM INTO ?", (str(draft),))
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        _drop_log(path)
        draft.replace(path)
    except OSError as error:
        raise _cannot_make(path, error) from error
    finally:
        draft.unlink(missing_ok=True)
        lock.release()


@dataclass(frozen=True, slots=True)
class _State:
    """Which migrations a file has."""

    applied: int
    pending: bool
    newer: bool


def _state(db: Database, path: Path) -> _State:
    applied, known = schema.applied(db), schema.known()
    if not applied:
        raise _foreign(path)
    return _State(
        applied=len(applied),
        pending=bool(set(known) - set(applied)),
        newer=bool(set(applied) - set(known)),
    )


def _lock_new(path: Path) -> FileLock:
    try:
        lock = FileLock.take(path)
    except OSError as error:
        raise _cannot_make(path, error) from error
    if lock is None or path.exists():
        if lock is not None:
            lock.release()
        raise ProjectFault(
            say("{name} exists already.", name=path.name), say("Open it, or choose another name.")
        )
    return lock


def _lock_existing(path: Path) -> tuple[FileLock | None, str]:
    if not os.access(path, os.W_OK):
        return None, _UNWRITABLE
    try:
        lock = FileLock.take(path)
    except OSError:
        return None, _UNWRITABLE
    return lock, "" if lock is not None else _HELD


def _require_database(path: Path) -> None:
    """Look at the first bytes, so that no foreign file is ever locked or changed."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except FileNotFoundError as error:
        raise ProjectFault(
            say("{name} does not exist.", name=path.name), say("It may have been moved or renamed.")
        ) from error
    except IsADirectoryError as error:
        raise _foreign(path) from error
    except OSError as error:
        raise ProjectFault(
            say("{name} cannot be read: {strerror}.", name=path.name, strerror=error.strerror),
            say("Check its permissions."),
        ) from error
    if start != _MAGIC:
        raise _foreign(path)


def _connect(path: Path) -> Database:
    db = Database(path, execute_plugins=False)
    db.execute(f"PRAGMA busy_timeout = {BUSY_MS}").fetchall()
    return db


def _writable(db: Database) -> Database:
    db.execute("PRAGMA journal_mode = WAL").fetchall()
    db.execute("PRAGMA foreign_keys = ON")
    # A vote is on the disk before it is acknowledged, also if the power fails.
    db.execute("PRAGMA synchronous = FULL")
    return db


def _upgrade(path: Path, db: Database, state: _State) -> Path | None:
    if not state.pending:
        return None
    copy = unused_path(path.with_name(f"{path.stem}.schema-{state.applied}{path.suffix}"))
    copy_file(Connection(db), copy)
    schema.upgrade(db)
    return copy


def _read_only(path: Path, reason: str) -> Connection:
    with faults_told():
        db = connect_reading(path)
        try:
            state = _state(db, path)
            if state.pending and not state.newer:
                # What cannot be upgraded in its place is upgraded in memory.
                old, db = db, in_memory(db)
                old.close()
                schema.upgrade(db)
        except BaseException:
            db.close()
            raise
        return Connection(db, reason)


def _drop_log(path: Path) -> None:
    # The log of a file that is gone would be taken for the log of the one in its place.
    for ending in ("-wal", "-shm"):
        beside(path, ending).unlink(missing_ok=True)


def _foreign(path: Path) -> ProjectFault:
    return ProjectFault(say("{name} is not a PairTune project.", name=path.name), FOREIGN[1])


def _cannot_make(path: Path, error: OSError) -> ProjectFault:
    return ProjectFault(
        say("{name} cannot be written: {reason}.", name=path.name, reason=error.strerror or error),
        say("Choose another folder, or free some space."),
    )
