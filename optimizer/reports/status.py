"""What the optimizer is at, in words: it always says what it does and why it stopped."""

from __future__ import annotations

import math
from functools import reduce

from optimizer.engine import Engine
from optimizer.errors import BudgetFault
from optimizer.reports.titles import proposer_title
from optimizer.said import say, say_n
from optimizer.views import EngineState, Status

PAUSE_STEP_S = 5


def read_status(engine: Engine) -> Status:
    """Return the state of the optimizer in one line, with what the status bar shows."""
    showing, actions = engine.session.showing, engine.session.actions
    state, reason = _state(engine)
    undo = redo = ""
    if not engine.read_only:
        undo = engine.session.voting.describe(actions.undoable)
        redo = engine.session.voting.describe(actions.redoable)
    return Status(
        state=state,
        activity=_activity(engine, state),
        ready=0 if engine.read_only else len(showing.ready) + (showing.current is not None),
        votes=engine.session.board.votes,
        spend=engine.desk.spend,
        caps=engine.session.board.project.caps,
        in_flight=engine.desk.in_flight,
        stop_reason=reason,
        undo_text=say("Undo {what}", what=undo) if undo else "",
        redo_text=say("Redo {what}", what=redo) if redo else "",
        forecast=engine.forecast.view,
        model_spend=engine.desk.model_spend,
        failed_outputs=engine.supply.failed,
        caution="" if state is EngineState.CAP_REACHED else engine.forecast.caution,
        run=engine.running.view(),
        measured=engine.session.measuring.view(),
        notes=tuple(
            note for note in (engine.nursery.note, engine.panel.note, engine.embedding.note) if note
        ),
    )


def _state(engine: Engine) -> tuple[EngineState, str]:
    stopped_by = engine.supply.stopped_by
    if engine.read_only:
        return EngineState.READ_ONLY, engine.store.read_only_reason
    if engine.paused:
        return EngineState.PAUSED, engine.stop_reason
    if isinstance(stopped_by, BudgetFault):
        return EngineState.CAP_REACHED, stopped_by.said
    refusal = engine.vote_refusal()
    if refusal is not None:
        return EngineState.CAP_REACHED, refusal.said
    if stopped_by is not None:
        return EngineState.OFFLINE, stopped_by.said
    measuring = engine.session.measuring
    if measuring.alone:
        if measuring.complete:
            return EngineState.NOTHING_LEFT, say("Done: {over}.", over=measuring.over)
        return EngineState.RUNNING, ""
    if engine.session.showing.current is None:
        if engine.supply.under_way or engine.nursery.working:
            return EngineState.WAITING, ""
        return EngineState.NOTHING_LEFT, say("There is no pair left that could teach anything.")
    if engine.supply.under_way or engine.nursery.working:
        return EngineState.RUNNING, ""
    return EngineState.IDLE, ""


def _activity(engine: Engine, state: EngineState) -> str:
    pause = engine.desk.pause_left_s(engine.session.board.project.models)
    if pause > 0:
        # In steps, so that the line is not written anew every second.
        seconds = math.ceil(pause / PAUSE_STEP_S) * PAUSE_STEP_S
        return say("The provider asks to wait: {seconds} s", seconds=seconds)
    held = engine.desk.held_s(engine.session.board.project.models)
    if held > 0:
        seconds = math.ceil(held / PAUSE_STEP_S) * PAUSE_STEP_S
        return say("Keeping to the limit per minute: {seconds} s", seconds=seconds)
    parts = _under_way(engine)
    if parts:
        return reduce(lambda first, then: say("{first} · {then}", first=first, then=then), parts)
    return _at_rest(engine, state)


def _under_way(engine: Engine) -> list[str]:
    """Return what is done at this moment, in the order in which it is told."""
    parts: list[str] = []
    if engine.supply.under_way:
        parts.append(say_n("Making {n} output", "Making {n} outputs", engine.supply.under_way))
    if engine.panel.under_way:
        parts.append(say("Asking the judge"))
    if engine.calibrating.running:
        parts.append(say("Calibrating the judge"))
    writing = say(proposer_title(engine.nursery.working or ""))
    if engine.inspecting.under_way:
        parts.append(say("Asking the judge about a new prompt ({proposer})", proposer=writing))
    elif engine.nursery.working:
        parts.append(say("Writing a new prompt ({proposer})", proposer=writing))
    if not engine.session.board.belief.settled:
        parts.append(say("Learning from the changed votes"))
    return parts


def _at_rest(engine: Engine, state: EngineState) -> str:
    """Return what is waited for while nothing is done."""
    trial = engine.session.confirming.trial
    if trial is not None and state is EngineState.IDLE:
        return say("Confirming on {count} held-out examples", count=len(trial.examples))
    chosen = engine.session.facing.trial
    if chosen is not None and state is EngineState.IDLE:
        return say("Comparing two prompts on {count} examples", count=len(chosen.examples))
    idle = {
        EngineState.IDLE: say("Waiting for your vote"),
        EngineState.PAUSED: say("Paused"),
        EngineState.CAP_REACHED: say("Stopped at a cap"),
        EngineState.OFFLINE: say("Stopped: the model does not answer"),
        EngineState.NOTHING_LEFT: say("Nothing left to compare"),
        EngineState.READ_ONLY: say("Read-only"),
    }
    text = idle.get(state, "")
    if state in (EngineState.IDLE, EngineState.NOTHING_LEFT):
        return _standstill(engine, text)
    return text


def _standstill(engine: Engine, text: str) -> str:
    """Add why no new prompts are written, where the run ended or lacks something."""
    run = engine.running.view()
    if run is not None and run.finished:
        return say(
            "{text}; {method} has ended: {reason}",
            text=text,
            method=run.title,
            reason=run.stop_reason,
        )
    if run is not None and run.blocked:
        return say("{text}; no new prompts: {reason}", text=text, reason=run.blocked)
    return text
