"""What the window remembers from one start to the next: its place, its page, how one reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.commands import SitDown
from optimizer.views import TaskView

if TYPE_CHECKING:
    from app.window.main_window import MainWindow

SIZE = (1280, 820)
READING = ("markdown", "linked", "diff", "example")


class WindowMemory:
    """Keeps it in the settings.

    Args:
        window: The window.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._settings = window.context.settings

    def restore(self) -> None:
        """Give a new window the size and place of the one before."""
        window = self._window
        room = window.screen().availableSize()
        window.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height()))
        if not self._settings.geometry.isEmpty():
            window.restoreGeometry(self._settings.geometry)

    def open_project(self, view: TaskView) -> None:
        """Remember a project that was opened, and read in it as before."""
        window, path = self._window, Path(view.path)
        if self._settings.compare.name:
            window.worker.post(SitDown(self._settings.compare.name))
        self._settings.remember_project(path)
        self._settings.set_last_project(path)
        window.menus.show_recent(self._settings.recent_projects)
        for option in READING:
            on = self._settings.reading(path, option, window.compare.head.reading(option))
            window.compare.set_reading(option, on)

    def keep_reading(self, option: str, on: bool) -> None:
        """Remember how the person reads in the open project."""
        if self._window.task is not None:
            self._settings.set_reading(Path(self._window.task.path), option, on)

    def leave(self, page: str) -> None:
        """Remember where the window stood and what it showed, before it closes."""
        task = self._window.task
        self._settings.geometry = self._window.saveGeometry()
        self._settings.page = page
        self._settings.set_last_project(Path(task.path) if task else None)
