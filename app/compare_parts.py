"""The small words between the Compare page and its model; Qt-free."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from optimizer.commands import Command
from optimizer.views import EngineState

MISSING_MODEL = "no_model_file"  # the kind of the fault that a model's file is not there


class Phase(StrEnum):
    """What the page shows in its middle."""

    CLOSED = "closed"
    WAITING = "waiting"
    READY = "ready"
    PAUSED = "paused"
    CAP_REACHED = "cap reached"
    OFFLINE = "offline"
    NOTHING_LEFT = "nothing left"
    READ_ONLY = "read-only"


class Part(StrEnum):
    """A part of the page that is out of date."""

    PAIR = "pair"
    QUEUE = "queue"
    PHASE = "phase"
    STRIP = "strip"
    REVEAL = "reveal"
    ADVICE = "advice"
    STATUS = "status"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Reaction:
    """What an event changes on the page, and what must be posted because of it."""

    parts: frozenset[Part] = frozenset()
    commands: tuple[Command, ...] = ()


PHASES = {
    EngineState.PAUSED: Phase.PAUSED,
    EngineState.CAP_REACHED: Phase.CAP_REACHED,
    EngineState.OFFLINE: Phase.OFFLINE,
    EngineState.NOTHING_LEFT: Phase.NOTHING_LEFT,
    EngineState.READ_ONLY: Phase.READ_ONLY,
    EngineState.CLOSED: Phase.CLOSED,
}
