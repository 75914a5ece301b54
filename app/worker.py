"""The one open project: starts its runner, posts commands, and brings its events into the GUI."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from optimizer.commands import Close, Command
from optimizer.errors import WorldFault
from optimizer.events import BugFound, Closed, Event, FaultRaised
from optimizer.said import say
from optimizer.views import FaultView

log = logging.getLogger(__name__)

Emit = Callable[[Event], None]


class Engine(Protocol):
    """What the window needs of a runner."""

    def post(self, command: Command) -> None:
        """Put a command into the inbox; never blocks."""

    def join(self, timeout: float | None = None) -> object:
        """Wait until the runner has ended."""


class Worker(QObject):
    """Owns one runner at a time.

    `told` is emitted in the GUI thread. Events of a project that has been closed are dropped, so
    a page never sees two projects mixed.
    """

    told = Signal(object)
    _arrived = Signal(int, object)  # the one queued signal between the engine and the window

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._engine: Engine | None = None
        self._waiting: list[Command] = []
        self._lock = Lock()
        self._starter: Thread | None = None
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def open(self) -> bool:
        """Whether a project is open or being opened."""
        return self._starter is not None

    def start(self, make: Callable[[Emit], Engine]) -> None:
        """Open a project in place of the one that is open.

        Args:
            make: Returns a started runner that tells its events to the callable it is given. It is
                called in a thread of its own, because it may import much.
        """
        before = self.close()
        self._number += 1
        number = self._number
        self._waiting = []

        def emit(event: Event) -> None:
            # Once the program is ending nobody listens any more, and the signal may be gone.
            with suppress(RuntimeError):
                self._arrived.emit(number, event)

        self._starter = Thread(
            target=self._run,
            args=(number, make, emit, before),
            name="pairtune-open",
            daemon=True,
        )
        self._starter.start()

    def post(self, command: Command) -> None:
        """Send a command to the runner; kept until there is one. Never blocks."""
        with self._lock:
            if self._engine is None:
                if self.open:
                    self._waiting.append(command)
                return
            engine = self._engine
        engine.post(command)

    def close(self) -> Callable[[float], None]:
        """Close the open project without waiting.

        Returns:
            A callable that waits at most so many seconds for the runner to end.
        """
        self._number += 1
        starter, self._starter = self._starter, None
        with self._lock:
            engine, self._engine = self._engine, None
            self._waiting = []
        if engine is not None:
            engine.post(Close())

        def wait(seconds: float) -> None:
            if starter is not None:
                starter.join(seconds)
            if engine is not None:
                engine.join(seconds)

        return wait

    def _run(
        self,
        number: int,
        make: Callable[[Emit], Engine],
        emit: Emit,
        before: Callable[[float], None],
    ) -> None:
        # The same file may be opened again: its lock must be free first.
        before(10.0)
        try:
            engine = make(emit)
        except WorldFault as fault:
            emit(FaultRaised(FaultView(fault.message, fault.remedy, "project")))
            emit(Closed())
            return
        except Exception as bug:
            log.exception("a project could not be opened")
            said = say("The project could not be opened: {fault}", fault=str(bug))
            emit(BugFound(said, traceback.format_exc()))
            emit(Closed())
            return
        with self._lock:
            if number == self._number:
                self._engine = engine
                waiting, self._waiting = self._waiting, []
                # Posted under the lock, so that a later command cannot overtake them.
                for command in waiting:
                    engine.post(command)
                return
        engine.post(Close())
        engine.join(10.0)

    def _deliver(self, number: int, event: Event) -> None:
        if number == self._number:
            self.told.emit(event)
