"""The windows of the program: each with its own project, all with one model service."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app.context import AppContext
from app.theme import Theme
from app.window.main_window import MainWindow

STEP = 32  # pixels by which a new window stands aside of the one before


class Program(QApplication):
    """The application; `file_wanted` carries a file that the system hands over."""

    file_wanted = Signal(Path)

    def event(self, event: QEvent) -> bool:
        # On macOS a double click on a file reaches the program that runs already.
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_wanted.emit(Path(event.file()))
            return True
        return super().event(event)


class Windows(QObject):
    """Opens windows and keeps them until they are closed.

    Args:
        context: What they share.
        theme: The appearance.
        dress: Told of each new window, to make it ready.
    """

    def __init__(
        self,
        context: AppContext,
        theme: Theme,
        dress: Callable[[MainWindow], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._theme = theme
        self._dress = dress
        self._open: list[MainWindow] = []

    @property
    def open(self) -> tuple[MainWindow, ...]:
        """The windows that are open, the oldest first."""
        return tuple(self._open)

    @property
    def active(self) -> MainWindow | None:
        """The window that the person works in, or the newest one."""
        window = QApplication.activeWindow()
        return next((w for w in self._open if w is window), self._open[-1] if self._open else None)

    def new(self, path: Path | None = None) -> MainWindow:
        """Open another window.

        Args:
            path: A project or a data file to begin with.
        """
        before = self.active
        window = MainWindow(self._context, self._theme)
        if before is not None:
            window.resize(before.size())
            window.move(before.pos() + QPoint(STEP, STEP))
            window.menus.show_samples(before.menus.samples)
        window.closed.connect(lambda: self._forget(window))
        window.new_window_wanted.connect(self.new)
        self._open.append(window)
        self._dress(window)
        window.show()
        if path is not None:
            window.open_path(path)
        return window

    def open_path(self, path: Path) -> None:
        """Open a file that the system hands over, in a window that is free or in a new one."""
        window = next((w for w in self._open if w.projects.path is None), None)
        if window is None:
            self.new(path)
        else:
            window.open_path(path)
            window.raise_()

    def _forget(self, window: MainWindow) -> None:
        if window in self._open:
            self._open.remove(window)
            if self._open:
                window.deleteLater()
