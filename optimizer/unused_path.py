"""Names for files beside those that are there."""

from __future__ import annotations

from pathlib import Path


def unused_path(path: Path, joint: str = "-") -> Path:
    """Return a path that no file has yet: this one, or one with a number after its name.

    Args:
        path: What it is to be called.
        joint: What stands before the number.
    """
    number, free = 2, path
    while free.exists():
        free = path.with_stem(f"{path.stem}{joint}{number}")
        number += 1
    return free
