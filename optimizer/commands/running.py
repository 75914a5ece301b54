"""Commands about the run: pause, methods, wordings, the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.records import SettingValue


@dataclass(frozen=True, slots=True)
class Pause:
    """Start no more model calls."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on after a pause, a cap or a fault."""


@dataclass(frozen=True, slots=True)
class StartMethod:
    """End the run that goes on and begin another method on the same pool.

    `settings` holds what was chosen; what is left out keeps its default.
    """

    method: str
    settings: Mapping[str, SettingValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListMethods:
    """Ask for the methods there are, with what each will take here."""


@dataclass(frozen=True, slots=True)
class ListWordings:
    """Ask what writers are told in this project."""


@dataclass(frozen=True, slots=True)
class SetWording:
    """Tell writers something else in this project; None goes back to the program's text."""

    name: str
    text: str | None


@dataclass(frozen=True, slots=True)
class StopRun:
    """End the run that goes on for good; prompts and votes stay, and voting goes on."""


@dataclass(frozen=True, slots=True)
class Close:
    """Finish what is being written and end the thread."""
