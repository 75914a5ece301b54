"""The optimizer thread of one open project.

Whatever a person posts is taken first; model calls and computations report through the same inbox.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.commands import Command
from optimizer.errors import WorldFault
from optimizer.events import Closed, Event, FaultRaised, FileUpgraded
from optimizer.inbox import Inbox
from optimizer.store import Store

if TYPE_CHECKING:
    from optimizer.calling.calls import Service
    from optimizer.loop import Loop
    from optimizer.project import ProjectDraft

_LOG = logging.getLogger(__name__)


class Runner:
    """One optimizer thread; make it with `open` or `create`."""

    def __init__(
        self, opener: Callable[[], Store], service: Service, emit: Callable[[Event], None]
    ) -> None:
        self._opener = opener
        self._service = service
        self._emit = emit
        self._inbox = Inbox()
        self._thread = threading.Thread(target=self._main, name="pairtune-optimizer", daemon=True)

    @classmethod
    def open(cls, path: Path, service: Service, emit: Callable[[Event], None]) -> Runner:
        """Open a project on a thread of its own; returns at once.

        Args:
            path: The project file.
            service: Makes the model calls.
            emit: Takes events, on the runner's thread.
        """
        runner = cls(lambda: Store.open(path, ahead=True), service, emit)
        runner._thread.start()
        return runner

    @classmethod
    def create(
        cls, path: Path, draft: ProjectDraft, service: Service, emit: Callable[[Event], None]
    ) -> Runner:
        """Make a project file and open it; arguments and result as for `open`."""
        from optimizer.project import create_project

        runner = cls(lambda: create_project(path, draft), service, emit)
        runner._thread.start()
        return runner

    def post(self, command: Command) -> None:
        """Ask for something; any thread may do so."""
        self._inbox.post(command)

    def join(self, timeout: float | None = None) -> bool:
        """Wait until the thread has ended.

        Args:
            timeout: Seconds; None waits for ever.

        Returns:
            Whether it has.
        """
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _main(self) -> None:
        try:
            store = self._opener()
            try:
                if store.safety_copy is not None:
                    self._emit(FileUpgraded(str(store.safety_copy)))
                self._loop(store).run()
            finally:
                store.close()
        except Exception as error:  # noqa: BLE001 - reported with its traceback
            self._tell(error)
        self._emit(Closed())

    def _tell(self, error: Exception) -> None:
        from optimizer.reports.faults_told import bug, fault_view

        if isinstance(error, WorldFault):
            self._emit(FaultRaised(fault_view(error)))
        else:
            _LOG.error("the project could not be opened, or work on it broke off", exc_info=error)
            self._emit(bug(error))

    def _loop(self, store: Store) -> Loop:
        # All that works on a project is loaded while its longest tables are being read.
        from optimizer.loop import Loop

        try:
            return Loop(store, self._service, self._emit, self._inbox)
        finally:
            # Before anything is written; and damage tells why something could not be read.
            store.require_sound()
