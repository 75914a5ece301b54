"""Asking the person for files, in the system's own dialogs; tests put another in its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.language import mark, tr
from optimizer.unused_path import unused_path

SUFFIX = ".pairtune"
PROJECTS = mark("PairTune projects (*.pairtune)")
DATA = mark("Data (*.csv *.tsv *.txt *.json *.jsonl *.ndjson *.parquet *.xlsx *.xlsm)")
PROMPTS = mark("Prompts (*.json *.yaml *.yml *.txt *.md)")
ALL = mark("All files (*)")


class Ask:
    """Opens file dialogs over a window, each in the folder of the file chosen before.

    Args:
        window: The window they belong to.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._folder: Path | None = None

    def open_file(self, title: str, *kinds: str) -> Path | None:
        """Return a file that is there, or None when the person thought better of it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, title, str(self._folder or documents()), _filters(kinds)
        )
        return self._chosen(Path(name)) if name else None

    def save_file(
        self, title: str, suggested: str, *kinds: str, fresh: bool = False
    ) -> Path | None:
        """Return where to write; the dialog has asked before an existing file is replaced.

        Args:
            title: What the dialog says above.
            suggested: The name that stands there at first.
            kinds: The kinds of files that are shown.
            fresh: Whether no file is ever replaced: a name that is free is suggested, and whoever
                is told of the path refuses one that is taken.
        """
        place = (self._folder or documents()) / suggested
        options = QFileDialog.Option(0)
        if fresh:
            place, options = unused_path(place, " "), QFileDialog.Option.DontConfirmOverwrite
        name, _ = QFileDialog.getSaveFileName(
            self._window, title, str(place), _filters(kinds), options=options
        )
        if not name:
            return None
        path = self._chosen(Path(name))
        ending = Path(suggested).suffix
        return path if path.suffix or not ending else path.with_suffix(ending)

    def _chosen(self, path: Path) -> Path:
        self._folder = path.parent
        return path


def documents() -> Path:
    """Return the person's folder for documents."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())


def _filters(kinds: Sequence[str]) -> str:
    return ";;".join(tr(kind) for kind in (*kinds, ALL))
