"""The operating system's lock on a project: one program writes it at a time.

The lock is on a small file beside the project, never on the project itself: closing a second
handle of a database file would drop SQLite's own locks (POSIX), and a locked byte would keep
others from reading (Windows). A process that dies, however it dies, gives the lock back.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


class FileLock:
    """A lock that is held from `take` to `release`."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self._handle: int | None = handle

    @classmethod
    def take(cls, project: Path) -> FileLock | None:
        """Lock a project.

        Args:
            project: The project's file; it need not exist.

        Returns:
            The lock, or None when somebody else holds it.

        Raises:
            OSError: The folder cannot be written, or its file system has no locks.
        """
        path = lock_path(project)
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                locked = _lock(handle)
            except OSError:
                os.close(handle)
                raise
            if not locked:
                os.close(handle)
                return None
            if _still_there(path, handle):
                return cls(path, handle)
            # Its last holder removed the file between our opening and our locking it.
            os.close(handle)

    def release(self) -> None:
        """Give the lock back and remove its file; harmless when done twice."""
        if self._handle is None:
            return
        # Removed while locked where that is allowed, so that no other process loses its own.
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        os.close(self._handle)
        self._handle = None
        if sys.platform == "win32":
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


def lock_path(project: Path) -> Path:
    """Return where the lock of a project stands: beside it, hidden, under its name."""
    real = Path(os.path.realpath(project))
    return real.with_name(f".{real.name}.lock")


def _still_there(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
