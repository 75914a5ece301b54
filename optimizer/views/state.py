"""What the optimizer is at, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from optimizer.records import CallRole, Caps, RoleSpend
from optimizer.views.method import ForecastView, RunView


class EngineState(StrEnum):
    """What the optimizer is at."""

    STARTING = "starting"
    WAITING = "waiting for the first outputs"
    RUNNING = "running"
    IDLE = "idle"
    PAUSED = "paused"
    CAP_REACHED = "cap reached"
    OFFLINE = "offline"
    NOTHING_LEFT = "nothing left to compare"
    READ_ONLY = "read-only"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class FaultView:
    """A fault of the world, as the inline bar shows it."""

    message: str
    remedy: str
    kind: str = ""
    retryable: bool = False


@dataclass(frozen=True, slots=True)
class MeasuredView:
    """How far the metric's own work is: answers on tuning rows, made and wanted at most.

    `over` says why no more of them are made, `complete` that the held-out rows are scored as well,
    `alone` that labels alone decide; `scored` counts all scored answers.
    """

    made: int
    limit: int
    over: str
    complete: bool
    alone: bool
    retired: int
    scored: int


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the optimizer in one line, with what the status bar shows.

    `caution` warns of caps that leave little room; `failed_outputs` are left out until a retry;
    `notes` say what is done otherwise than the method or the settings would have it.
    """

    state: EngineState
    activity: str
    ready: int
    votes: int
    spend: Mapping[CallRole, RoleSpend] = field(default_factory=dict)
    caps: Caps = field(default_factory=Caps)
    in_flight: int = 0
    stop_reason: str = ""
    undo_text: str = ""
    redo_text: str = ""
    forecast: ForecastView | None = None
    caution: str = ""
    model_spend: Mapping[str, RoleSpend] = field(default_factory=dict)
    failed_outputs: int = 0
    run: RunView | None = None
    measured: MeasuredView | None = None
    notes: tuple[str, ...] = ()
