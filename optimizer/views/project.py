"""The task of a project, and what another copy of it brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.records import CallRole, Caps, Example, ModelSpec, Options, Task


@dataclass(frozen=True, slots=True)
class MergeView:
    """What another copy of the project brought, and where the two disagree, in words.

    `safety_copy` is where the project lies as it was before.
    """

    name: str
    votes: int
    prompts: int
    examples: int
    outputs: int
    conflicts: tuple[str, ...]
    safety_copy: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """The task, its examples' counts and the models that serve it."""

    task: Task
    tuning: int
    held_out: int
    preview: tuple[Example, ...]
    models: Mapping[CallRole, ModelSpec | None]
    caps: Caps
    read_only: bool
    path: str
    name: str
    options: Options = field(default_factory=Options)
