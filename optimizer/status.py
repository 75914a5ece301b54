"""What the optimizer is at, in words: it always says what it does and why it stopped."""

from __future__ import annotations

import math

from optimizer.engine import Engine
from optimizer.errors import BudgetFault
from optimizer.views import EngineState, Status

PAUSE_STEP_S = 5


def read_status(engine: Engine) -> Status:
    """Return the state of the optimizer in one line, with what the status bar shows."""
    showing, actions = engine.session.showing, engine.session.actions
    state, reason = _state(engine)
    undo = engine.session.voting.describe(actions.undoable)
    redo = engine.session.voting.describe(actions.redoable)
    return Status(
        state=state,
        activity=_activity(engine, state),
        ready=len(showing.ready) + (showing.current is not None),
        votes=engine.session.board.votes,
        spend=engine.desk.spend,
        caps=engine.session.board.project.caps,
        in_flight=engine.desk.in_flight,
        stop_reason=reason,
        undo_text=f"Undo {undo}" if undo else "",
        redo_text=f"Redo {redo}" if redo else "",
        forecast=engine.forecast.view,
        model_spend=engine.desk.model_spend,
        failed_outputs=engine.supply.failed,
        caution="" if state is EngineState.CAP_REACHED else engine.forecast.caution,
        run=engine.running.view(),
        measured=engine.session.measuring.view(),
    )


def _state(engine: Engine) -> tuple[EngineState, str]:
    stopped_by = engine.supply.stopped_by
    if engine.read_only:
        return EngineState.READ_ONLY, engine.store.read_only_reason
    if engine.paused:
        return EngineState.PAUSED, engine.stop_reason
    if isinstance(stopped_by, BudgetFault):
        return EngineState.CAP_REACHED, str(stopped_by)
    refusal = engine.vote_refusal()
    if refusal is not None:
        return EngineState.CAP_REACHED, str(refusal)
    if stopped_by is not None:
        return EngineState.OFFLINE, str(stopped_by)
    measuring = engine.session.measuring
    if measuring.alone:
        if measuring.complete:
            return EngineState.NOTHING_LEFT, f"Done: {measuring.over}."
        return EngineState.RUNNING, ""
    if engine.session.showing.current is None:
        if engine.supply.under_way or engine.nursery.working:
            return EngineState.WAITING, ""
        return EngineState.NOTHING_LEFT, "There is no pair left that could teach anything."
    if engine.supply.under_way or engine.nursery.working:
        return EngineState.RUNNING, ""
    return EngineState.IDLE, ""


def _activity(engine: Engine, state: EngineState) -> str:
    pause = engine.desk.pause_left_s(engine.session.board.project.models)
    if pause > 0:
        # In steps, so that the line is not written anew every second.
        return f"The provider asks to wait: {math.ceil(pause / PAUSE_STEP_S) * PAUSE_STEP_S} s"
    parts = []
    if engine.supply.under_way:
        count = engine.supply.under_way
        parts.append(f"making {count} output{'s' if count != 1 else ''}")
    if engine.panel.under_way:
        parts.append("asking the judge")
    if engine.calibrating.running:
        parts.append("calibrating the judge")
    if engine.inspecting.under_way:
        parts.append(f"asking the judge about a new prompt ({engine.nursery.working})")
    elif engine.nursery.working:
        parts.append(f"writing a new prompt ({engine.nursery.working})")
    if not engine.session.board.belief.settled:
        parts.append("learning from the changed votes")
    if parts:
        text = " and ".join(parts)
        return text[0].upper() + text[1:]
    trial = engine.session.confirming.trial
    if trial is not None and state is EngineState.IDLE:
        return f"Confirming on {len(trial.examples)} held-out examples"
    chosen = engine.session.facing.trial
    if chosen is not None and state is EngineState.IDLE:
        return f"Comparing two prompts on {len(chosen.examples)} examples"
    idle = {
        EngineState.IDLE: "Waiting for your vote",
        EngineState.PAUSED: "Paused",
        EngineState.CAP_REACHED: "Stopped at a cap",
        EngineState.OFFLINE: "Stopped: the model does not answer",
        EngineState.NOTHING_LEFT: "Nothing left to compare",
        EngineState.READ_ONLY: "Read-only",
    }
    text = idle.get(state, "")
    if state in (EngineState.IDLE, EngineState.NOTHING_LEFT):
        text += _standstill(engine)
    return text


def _standstill(engine: Engine) -> str:
    """Return why no new prompts are written, where the run ended or lacks something."""
    run = engine.running.view()
    if run is None:
        return ""
    if run.finished:
        return f"; {run.title} has ended: {run.stop_reason}"
    return f"; no new prompts: {run.blocked}" if run.blocked else ""
