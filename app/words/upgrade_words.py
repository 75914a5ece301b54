"""That a project file was brought up to date, in words; Qt-free."""

from __future__ import annotations

from pathlib import Path

from app.language import tr


def upgrade_words(copy: str) -> str:
    """Return what was done to the file, and where it lies as it was before.

    Args:
        copy: The path of the copy that was made first.
    """
    name = Path(copy).name
    return tr(
        "The project file was brought up to date. Before it, it was saved as {file}.", file=name
    )
