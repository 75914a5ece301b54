"""What is read of a file by a second thread while the first one reads the rest."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from optimizer.errors import ProjectFault
from optimizer.store.connection import DAMAGED, Connection, faults_told
from optimizer.store.looking import connect_reading
from optimizer.store.sheets import Sheets

LONG = 50_000_000
"""Bytes of a file in which so much is read that a second thread is worth its while."""

_Read = TypeVar("_Read")


class Ahead:
    """Reads the longest sheets, then looks whether the file is sound.

    SQLite has the work with both and needs the interpreter for neither, so that they go on beside
    whoever turns the other tables into objects. Each sheet is handed over once and not kept.

    Args:
        path: A project file that nobody else writes.
    """

    def __init__(self, path: Path) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pairtune-ahead")
        opened = self._thread.submit(_opened, path)
        self.duel_sheet = _once(self._begin(opened, lambda found: Sheets(found).duel_sheet()))
        self.output_owners = _once(self._begin(opened, lambda found: Sheets(found).output_owners()))
        self.peoples_votes = _once(
            self._begin(opened, lambda found: Sheets(found).vote_sheet(people=True))
        )
        self._sound = self._begin(opened, require_sound)
        self._begin(opened, Connection.close)
        self._thread.shutdown(wait=False)

    def require_sound(self) -> None:
        """Wait until the whole file was looked at.

        Raises:
            ProjectFault: It is damaged.
        """
        self._sound.result()

    def close(self) -> None:
        """Wait until the file is let go."""
        self._thread.shutdown(wait=True)

    def _begin(
        self, opened: Future[Connection], read: Callable[[Connection], _Read]
    ) -> Future[_Read]:
        return self._thread.submit(lambda: read(opened.result()))


def first(ahead: Callable[[], _Read] | None, later: Callable[[], _Read]) -> Callable[[], _Read]:
    """Return what reads something: the first time what was read ahead, if anything was."""
    waiting = [ahead] if ahead is not None else []

    def read() -> _Read:
        return waiting.pop()() if waiting else later()

    return read


def require_sound(connection: Connection) -> None:
    """Look through a whole file; about a millisecond per megabyte.

    Raises:
        ProjectFault: It is damaged: better found now than in the middle of a vote.
    """
    (found,) = connection.rows("PRAGMA quick_check(1)")[0]
    if found != "ok":
        raise ProjectFault(*DAMAGED)


def _once(task: Future[_Read]) -> Callable[[], _Read]:
    waiting = [task]
    return lambda: waiting.pop().result()


def _opened(path: Path) -> Connection:
    with faults_told():
        return Connection(connect_reading(path))
