"""Blocking work away from the GUI thread, with progress and cancel; replies come back in it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

from PySide6.QtCore import QObject, Qt, Signal

from app.requests import Answered, Failed, Progressed, Reply
from optimizer.errors import WorldFault
from optimizer.said import say
from optimizer.views import FaultView

EVERY_S = 0.1  # how often progress is told, at most
log = logging.getLogger(__name__)


class Job:
    """One piece of work under way; handed to the work so that it can tell and be stopped."""

    def __init__(self, request: object, tell: Callable[[Reply], None]) -> None:
        self.request = request
        self._tell = tell
        self._stopped = Event()
        self._begun = time.monotonic()
        self._told = 0.0

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._stopped.set()

    def cancelled(self) -> bool:
        """Tell whether the work was asked to stop."""
        return self._stopped.is_set()

    def progress(self, share: float | None, done: int) -> None:
        """Tell how far the work is, with an estimate of the time left.

        Args:
            share: From 0 to 1, or None when it is not known.
            done: Rows or bytes so far.
        """
        now = time.monotonic()
        if now - self._told < EVERY_S:
            return
        self._told = now
        spent = now - self._begun
        left = spent * (1 - share) / share if share else None
        self._tell(Progressed(self.request, share, done, left))


class Jobs(QObject):
    """Runs each job in a thread of its own that never keeps the program from ending."""

    _arrived = Signal(object, object)  # queued: from the job's thread into the GUI's

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Job] = []
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        request: object,
        work: Callable[[Job], object],
        reply: Callable[[Reply], None],
    ) -> Job:
        """Start a piece of work.

        Args:
            request: What it is done for; replies carry it.
            work: What is done, in another thread. It returns the result, raises `WorldFault` for
                the world's faults, and looks at `job.cancelled()` now and then.
            reply: Called in the GUI thread: any number of `Progressed`, then one `Answered` or
                `Failed`. Nothing follows a cancel but a `Failed` of kind `cancelled`.
        """
        job = Job(request, lambda told: self._arrived.emit((job, told), reply))
        self._running.append(job)
        Thread(target=self._run, args=(job, work, reply), name="pairtune-job", daemon=True).start()
        return job

    def cancel(self, request: object) -> None:
        """Stop the work on a request; harmless when it is over."""
        for job in self._running:
            if job.request == request:
                job.cancel()

    def cancel_all(self) -> None:
        """Ask everything to stop."""
        for job in self._running:
            job.cancel()

    def busy_with(self, request: object) -> bool:
        """Tell whether work on a request is under way."""
        return any(job.request == request for job in self._running)

    def busy(self) -> bool:
        """Tell whether any work is under way."""
        return bool(self._running)

    def _run(self, job: Job, work: Callable[[Job], object], reply: Callable[..., None]) -> None:
        try:
            told: Reply = Answered(job.request, work(job))
        except WorldFault as fault:
            kind = getattr(fault, "kind", type(fault).__name__)
            told = Failed(job.request, FaultView(fault.message, fault.remedy, kind, True))
        except Exception as bug:
            log.exception("a job failed")
            told = Failed(
                job.request,
                FaultView(
                    say("Something in PairTune itself went wrong: {reason}", reason=bug),
                    say("The log has the details; your project is intact."),
                    "bug",
                ),
            )
        if job.cancelled():
            told = Failed(job.request, FaultView(say("Cancelled."), "", "cancelled", True))
        # Once the program is ending nobody listens any more, and the signal may be gone.
        with suppress(RuntimeError):
            self._arrived.emit((job, told), reply)

    def _deliver(self, news: tuple[Job, Reply], reply: Callable[[Reply], None]) -> None:
        job, told = news
        if not isinstance(told, Progressed):
            self._running.remove(job)
            reply(told)
        elif not job.cancelled():
            reply(told)
