"""Where the files of `resources/` lie, in a checkout and in a frozen program alike."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

DESKTOP_ID = "pairtune"  # what a desktop knows the program's windows and their icon by


def asset(relative: str) -> Path:
    """Return the path of a file or folder under `resources/`.

    Args:
        relative: Its path below `resources/`, with forward slashes.
    """
    return Path(str(files("resources").joinpath(*relative.split("/"))))


def asset_text(relative: str) -> str:
    """Return the text of a UTF-8 file under `resources/`."""
    return asset(relative).read_text(encoding="utf-8")
