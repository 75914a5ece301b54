"""Looks once, before a writer is relied on, whether it answers with prompts at all."""

from __future__ import annotations

from collections.abc import Callable

from optimizer.calling.writer import WriterHandle
from optimizer.calling.writer_check import WriterReport, WriterVerdict, check_writer
from optimizer.errors import WorldFault
from optimizer.inbox import Inbox
from optimizer.records import CallRole, ModelSpec, Parameters
from optimizer.session import Session
from optimizer.workshop import Workshop

_WRITING = Parameters(temperature=0.7)


class WriterTrial:
    """The check of a project's writer; used on the optimizer thread only.

    Its calls are made, paid and stored like all others, so that a writer is paid for once and not
    again whenever the project is opened.

    Args:
        session: Says which model writes.
        workshop: Runs the check.
        inbox: Where its model calls are posted.
        told: Told what was found, if the writer is too weak.
        failed: Told of a bug in the check.
    """

    def __init__(
        self,
        session: Session,
        workshop: Workshop,
        inbox: Inbox,
        told: Callable[[WriterReport], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._session = session
        self._workshop = workshop
        self._inbox = inbox
        self._told = told
        self._failed = failed
        self._tried: ModelSpec | None = None

    def begin(self) -> None:
        """Check the writer unless that was done; the bundled model is known to be too small."""
        spec = self._session.board.project.models.get(CallRole.WRITE)
        if spec is None or spec == self._tried or (spec.bundled and not spec.file):
            return
        self._tried = spec
        handle = WriterHandle(
            spec, CallRole.TEST, 0, self._inbox.post, self._workshop.cancelled, _WRITING
        )
        self._workshop.propose(lambda: check_writer(handle), self._take, self._fail)

    def _take(self, report: object) -> None:
        if isinstance(report, WriterReport) and report.verdict is WriterVerdict.WEAK:
            self._told(report)

    def _fail(self, error: BaseException) -> None:
        # A model that does not answer is told of where its answers are needed.
        if not isinstance(error, WorldFault):
            self._failed(error)
