"""Which phase the Compare page is in, and what was asked for; Qt-free."""

from __future__ import annotations

from app.compare_parts import PHASES, Phase
from optimizer.records import Purpose
from optimizer.views import EngineState, PairView, PoolView, Status, TaskView


def phase_of(task: TaskView | None, status: Status | None, current: PairView | None) -> Phase:
    """Return what the middle of the page shows.

    Args:
        task: The open project's task; None before it is known.
        status: What the optimizer told last.
        current: The pair on the screen.
    """
    if task is None:
        return Phase.CLOSED
    if current is not None:
        if _votes_used_up(status):
            return Phase.CAP_REACHED
        return Phase.READ_ONLY if task.read_only else Phase.READY
    if status is None and task.read_only:
        return Phase.READ_ONLY
    return PHASES.get(status.state if status else EngineState.STARTING, Phase.WAITING)


def asked_for(view: PoolView) -> Purpose | None:
    """Return what the person asked to judge and has not judged to its end."""
    if any(trial.active and trial.judged < trial.wanted for trial in view.head_to_head):
        return Purpose.HEAD_TO_HEAD
    if any(trial.active and trial.judged < trial.wanted for trial in view.confirmations):
        return Purpose.CONFIRM
    return None


def _votes_used_up(status: Status | None) -> bool:
    # Any other cap stops the calls alone, and the ready pairs can still be judged.
    if status is None or status.state is not EngineState.CAP_REACHED:
        return False
    return status.caps.votes is not None and status.votes >= status.caps.votes
