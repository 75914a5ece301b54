"""The optimizer thread of one open project.

Whatever a person posts is taken first; model calls and computations report through the same inbox.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from optimizer.calling.calls import Service
from optimizer.commands import Command
from optimizer.errors import WorldFault
from optimizer.events import Closed, Event, FaultRaised, FileUpgraded
from optimizer.inbox import Inbox
from optimizer.loop import Loop
from optimizer.project import ProjectDraft, create_project
from optimizer.reports.faults_told import bug, fault_view
from optimizer.store import Store

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
        runner = cls(lambda: Store.open(path), service, emit)
        runner._thread.start()
        return runner

    @classmethod
    def create(
        cls, path: Path, draft: ProjectDraft, service: Service, emit: Callable[[Event], None]
    ) -> Runner:
        """Make a project file and open it; arguments and result as for `open`."""
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
                Loop(store, self._service, self._emit, self._inbox).run()
            finally:
                store.close()
        except WorldFault as fault:
            self._emit(FaultRaised(fault_view(fault)))
        except Exception as error:  # noqa: BLE001 - reported with its traceback
            _LOG.exception("the project could not be opened, or work on it broke off")
            self._emit(bug(error))
        self._emit(Closed())
