"""What went wrong, told to the person: the world's faults in words, our bugs with a report."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from optimizer.calling.writer_check import WriterReport
from optimizer.errors import ModelFault, ProjectFault, WorldFault
from optimizer.events import BugFound, Event, FaultCleared, FaultRaised
from optimizer.views import FaultView

WEAK_WRITER = "weak_writer"
_LOG = logging.getLogger(__name__)


class Faults:
    """Tells faults and bugs, and takes back what was said of a model that answers again.

    Args:
        emit: Takes events.
    """

    def __init__(self, emit: Callable[[Event], None]) -> None:
        self._emit = emit
        self._of_models: set[str] = set()

    def tell(self, fault: WorldFault) -> None:
        """Tell a fault of the world; the program goes on."""
        view = fault_view(fault)
        if isinstance(fault, ModelFault):
            self._of_models.add(view.kind)
        self._emit(FaultRaised(view))

    def tell_weak_writer(self, report: WriterReport) -> None:
        """Tell that a writing model does not answer with prompts."""
        # No model fault: an answer of another model does not make the writer any better.
        self._emit(FaultRaised(FaultView(report.sentence, "Open Settings.", kind=WEAK_WRITER)))

    def clear(self) -> None:
        """A model answers again: what was said about it no longer holds."""
        for kind in sorted(self._of_models):
            self._emit(FaultCleared(kind))
        self._of_models.clear()

    def tell_bug(self, error: BaseException) -> None:
        """Tell a bug of ours, with a report to copy."""
        _LOG.error("a step of the optimizer failed", exc_info=error)
        self._emit(bug(error))


def fault_view(fault: WorldFault) -> FaultView:
    """Return a fault as the inline bar shows it."""
    kind = fault.kind if isinstance(fault, ModelFault) else type(fault).__name__
    retryable = not isinstance(fault, ProjectFault)
    return FaultView(fault.message, fault.remedy, kind=kind, retryable=retryable)


def bug(error: BaseException) -> BugFound:
    """Return a bug as the person sees it; the report holds no prompt and no key of ours."""
    summary = f"{type(error).__name__} in the optimizer"
    return BugFound(summary, "".join(traceback.format_exception(error)))
