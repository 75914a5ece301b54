"""The store's own records: what a project file holds beside the records of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.records import CallRole, Caps, ModelSpec


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """The project itself.

    `models` maps each role to its model, or to None where the role is off; `start_prompt` is the
    id of the baseline, empty until one is chosen; `schema_version` is read from the file.
    """

    id: str
    name: str
    seed: int
    models: Mapping[CallRole, ModelSpec | None]
    caps: Caps = field(default_factory=Caps)
    method: str = "auto"
    settings: Mapping[str, object] = field(default_factory=dict)
    start_prompt: str = ""
    created_at: str = ""
    schema_version: int = 0


@dataclass(frozen=True, slots=True)
class OutputRef:
    """An output without its text."""

    id: str
    prompt_id: str
    example_id: str
    sample: int
    text_hash: str
    finish: str


@dataclass(frozen=True, slots=True)
class AnswerCost:
    """What a prompt's answers cost on average; None where no figure is known."""

    outputs: int
    mean_tokens_out: float | None
    mean_cost_usd: float | None
    mean_latency_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a method.

    `stopped_at` is None while it goes on or was killed. A run that was stopped but not `finished`
    is taken up again.
    """

    id: str
    method: str
    settings: Mapping[str, object]
    seed: int
    started_at: str
    stopped_at: str | None
    stop_reason: str
    finished: bool = False


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An entry of the append-only log."""

    id: str
    kind: str
    data: Mapping[str, object]
    happened_at: str
