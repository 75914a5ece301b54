"""Methods, their runs, their wordings, and what the next votes will take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.records import CallPurpose, Method, SettingValue


@dataclass(frozen=True, slots=True)
class RunView:
    """The run of a method: how far it is, and why it stands still.

    `steps` is how many new prompts it writes at most; None has no end of its own. `blocked` says
    why it writes nothing though it is not finished; `mapped`, whether the method keeps a map of the
    kinds of prompts.
    """

    method: str
    title: str
    step: int
    steps: int | None
    settings: Mapping[str, SettingValue]
    finished: bool
    stop_reason: str = ""
    blocked: str = ""
    mapped: bool = False


@dataclass(frozen=True, slots=True)
class PartView:
    """Calls for one purpose, from low to high; `cost_usd` None is an unknown price."""

    purpose: CallPurpose
    calls: tuple[int, int]
    cost_usd: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class ForecastView:
    """What the next votes will take, each from low to high; `cost_usd` None is an unknown price.

    `parts` tells of the calls by what they are for.
    """

    votes: int
    calls: tuple[int, int]
    tokens: tuple[int, int]
    cost_usd: tuple[float, float] | None
    seconds: tuple[float, float]
    parts: tuple[PartView, ...] = ()


@dataclass(frozen=True, slots=True)
class MethodView:
    """A method as the chooser offers it.

    `lacking` says what it needs and the project has not; empty when it can run. `forecast` is what
    it will take here, None when that is not known. `without` says what it does otherwise here.
    """

    method: Method
    lacking: str
    forecast: ForecastView | None
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordingVersion:
    """A text of the person's own for a wording: whose place it took, and since when."""

    name: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class WordingView:
    """What writers are told, as this project has it; `own` is the program's text of it."""

    name: str
    purpose: str
    text: str
    own: str

    @property
    def changed(self) -> bool:
        """Whether the person changed it in this project."""
        return self.text != self.own
