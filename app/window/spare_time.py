"""Makes ready, once the window is up, what turning to a page would otherwise be waited for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Thread

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, QTimer

from app.window.main_window import MainWindow

BEGIN_MS = 1500
STEP_MS = 20
AWAY_S = 2.0  # without a vote: nobody notices a tenth of a second
SLICE = 20  # names, a few milliseconds each time


class SpareTime(QObject):
    """Takes a step whenever the window has had a moment for itself.

    Args:
        window: The window; the steps end with it.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._acted = float("-inf")
        self._steps = self._all_steps()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        window.compare.command.connect(self._put_off)
        self._timer.start(BEGIN_MS)

    def _put_off(self) -> None:
        self._acted = time.monotonic()

    def _step(self) -> None:
        wait_ms = next(self._steps, None)
        if wait_ms is not None:
            self._timer.start(wait_ms)

    def _all_steps(self) -> Iterator[int]:
        """Take the steps; each tells how many milliseconds the next one waits."""
        loading = Thread(target=load_engine, daemon=True)
        loading.start()
        while loading.is_alive():
            yield BEGIN_MS
        for _ in load_charts():
            yield STEP_MS
            while time.monotonic() - self._acted < AWAY_S:
                yield BEGIN_MS
        for name in ("prompts", "progress"):
            pages = self._window.pages
            while self._window.latest.pool is None or name not in pages.made:
                yield BEGIN_MS
            pages.made[name].make_ready()
            yield BEGIN_MS


def load_engine() -> None:
    """Load what a project and the names of methods need; on any thread, as Qt has no part in it."""
    import multiprocessing.connection  # noqa: F401 (only to have it loaded, for the charts)
    import pydoc  # noqa: F401 (likewise)
    import xml.etree.ElementTree  # noqa: F401 (likewise)

    import optimizer.loop
    import optimizer.project
    import optimizer.runner  # noqa: F401 (likewise)
    from optimizer.reports.titles import known_titles

    known_titles()


def load_charts() -> Iterator[None]:
    """Load the charts in steps, on the window's own thread alone.

    They ask for every class that Qt has. Each is made when it is first asked for, and a class that
    two threads make at once ends the program.
    """
    for module in (QtCore, QtGui, QtWidgets):
        names = dir(module)
        for at in range(0, len(names), SLICE):
            for name in names[at : at + SLICE]:
                getattr(module, name)
            yield
    import pyqtgraph  # noqa: F401 (only to have it loaded)
