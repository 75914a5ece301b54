"""Commands about the project: its task, rows, models, limits and options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.records import CallRole, Caps, Example, ModelSpec, Options, Task


@dataclass(frozen=True, slots=True)
class SetTask:
    """Change the task: its criteria, locks, columns."""

    task: Task


@dataclass(frozen=True, slots=True)
class AddExamples:
    """Add rows to the data set; rows that are there already are passed over."""

    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class SetModels:
    """Choose the model of each role; None switches a role off."""

    models: Mapping[CallRole, ModelSpec | None]


@dataclass(frozen=True, slots=True)
class SetCaps:
    """Set the hard limits of the project."""

    caps: Caps


@dataclass(frozen=True, slots=True)
class SetOptions:
    """Choose how the project is tuned: judge, metric, probes, picker."""

    options: Options


@dataclass(frozen=True, slots=True)
class MergeCopy:
    """Take in what another copy of this project has and this one has not."""

    path: str
