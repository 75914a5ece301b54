"""When the interpreter looks for garbage: between two events of the window, a little at a time."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 100
SETTLED_MS = 3000
YOUNG = 700
MIDDLE = 5_000  # objects: a millisecond or two to walk once more
OLD = 40  # such walks
AWAY_S = 4.0  # without a vote: nobody notices if the window pauses
BULGE = 50_000


class Garbage(QObject):
    """Collects garbage on the window's own thread.

    Left to itself the interpreter walks all objects of an open project now and then, on whichever
    thread allocates: a big project makes that a pause that is seen between a key and the next pair,
    and widgets may only be deleted on the thread that made them. What a project loads is therefore
    set aside as it comes, and only what came later is walked.

    Args:
        parent: Ends the collecting with itself.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._seen = float("-inf")  # when a person last acted
        self._walked = 0  # young objects since the last time that they were walked twice
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sweep)
        self._timer.start(EVERY_MS)
        self._loading = QTimer(self)
        self._loading.setSingleShot(True)
        self._loading.timeout.connect(gc.freeze)

    def sweep(self) -> None:
        """Collect as much as is due."""
        young, _, old = gc.get_count()
        if young > BULGE:
            # So much at once is what a project loads: alive, and long to walk.
            gc.freeze()
        elif young > YOUNG:
            if old > OLD and self._away and not self._loading.isActive():
                # All that is not set aside: on a big project the one walk that takes long.
                gc.collect()
                gc.freeze()
            else:
                self._walked += young
                again = self._walked > MIDDLE
                gc.collect(int(again))
                if again:
                    self._walked = 0

    def put_off(self) -> None:
        """Take in that a person is at work: what takes long waits until nobody votes."""
        self._seen = time.monotonic()

    def change_project(self) -> None:
        """Look through what was set aside, and set aside what is loaded from now on."""
        if gc.get_freeze_count():
            gc.unfreeze()
            gc.collect()
        self._loading.start(SETTLED_MS)

    @property
    def _away(self) -> bool:
        return time.monotonic() - self._seen > AWAY_S

    def end(self) -> None:
        """Give the collecting back to the interpreter."""
        self._timer.stop()
        self._loading.stop()
        gc.unfreeze()
        gc.enable()
