"""Write a file whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

from optimizer.errors import ExportFault
from optimizer.said import say

_REMEDIES = {
    errno.ENOENT: say("The folder is not there; choose another one."),
    errno.EACCES: say("You may not write there; choose another folder."),
    errno.EPERM: say("You may not write there; choose another folder."),
    errno.EROFS: say("The disk is read-only; choose another folder."),
    errno.ENOSPC: say("The disk is full; free some space or choose another one."),
    errno.EISDIR: say("That is a folder; choose a file name."),
    errno.ENAMETOOLONG: say("Choose a shorter name."),
}
_REMEDY = say("Choose another file, or check the disk.")


def write_atomically(path: str | Path, text: str | bytes) -> None:
    """Write a file, a text as UTF-8, so that it is never seen half-written.

    The text goes into a new file beside it, reaches the disk, and then takes its place. A file
    that was there keeps its permissions, and a link is followed. Halves of surrogate pairs, which
    UTF-8 cannot hold, become replacement marks; else every byte is as in the text.

    Args:
        path: The file to make or replace.
        text: What it shall hold; line ends are left as they are.

    Raises:
        ExportFault: It could not be written; what was there before is untouched.
    """
    named = Path(path)
    fresh: Path | None = None
    try:
        target = named.resolve()
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        fresh = target.with_name(f".pairtune-{secrets.token_hex(8)}.tmp")
        _write(fresh, _encoded(text) if isinstance(text, str) else text)
        with suppress(FileNotFoundError):
            fresh.chmod(target.stat().st_mode & 0o777)
        fresh.replace(target)
        fresh = None
        _settle(target.parent)
    except (OSError, ValueError, RuntimeError) as wrong:
        # ValueError: a NUL in the name; RuntimeError: links that go round in a circle.
        code = wrong.errno if isinstance(wrong, OSError) else None
        said = os.strerror(code) if code else str(wrong)
        raise ExportFault(
            say("{value} could not be written: {said}.", value=named.name or named, said=said),
            _REMEDIES.get(code or 0, _REMEDY),
        ) from wrong
    finally:
        if fresh is not None:
            with suppress(OSError, ValueError):
                fresh.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    # Not tempfile: its files are private to the user, and a new export should be as others are.
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _settle(folder: Path) -> None:
    """Make the new name last; only some systems can, and need to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
