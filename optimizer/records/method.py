"""What a method is: a named arrangement of small parts, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from optimizer.records.vote import RaterKind

SettingValue = bool | int | float | str
"""What a setting of a method or of a part may hold."""


class Need(StrEnum):
    """What must be there before a method can work."""

    WRITER = "writer"
    JUDGE = "judge"
    METRIC = "metric"
    LABELS = "labels"
    PERSON = "person"
    EMBEDDINGS = "embeddings"
    LOGPROBS = "logprobs"
    GRADIENTS = "gradients"


class SettingKind(StrEnum):
    """What values a setting takes."""

    WHOLE = "whole number"
    NUMBER = "number"
    CHOICE = "choice"
    SWITCH = "switch"
    TEXT = "text"
    LINES = "lines"


class Turn(StrEnum):
    """How it is decided which proposer of a method writes next.

    `ROUND` takes them in turn, `PORTFOLIO` lets them compete on what their children gained.
    """

    ROUND = "round"
    PORTFOLIO = "portfolio"


@dataclass(frozen=True, slots=True)
class Source:
    """The paper a method comes from; `arxiv` is its number there, or empty."""

    title: str
    authors: str
    year: int
    arxiv: str = ""


@dataclass(frozen=True, slots=True)
class MethodSetting:
    """A setting that the user of a method may choose.

    `low` and `high` bound numbers and count as allowed; `choices` belong to a choice.
    """

    name: str
    title: str
    kind: SettingKind
    default: SettingValue
    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FromSetting:
    """Stands where a value is taken from the method's setting of this name."""

    setting: str


@dataclass(frozen=True, slots=True)
class PartUse:
    """A small part by its name, with the settings it is built with."""

    name: str
    settings: Mapping[str, SettingValue | FromSetting] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StopRule:
    """When a run of a method ends by itself; None leaves it to the person and the caps.

    Attributes:
        proposals: After so many new prompts were written, refused ones included.
        votes: After so many votes of the person within the run.
        answers: After so many outputs made within the run.
        idle: When so many new prompts in a row brought no better recommendation.
    """

    proposals: int | FromSetting | None = None
    votes: int | FromSetting | None = None
    answers: int | FromSetting | None = None
    idle: int | FromSetting | None = None


@dataclass(frozen=True, slots=True)
class Without:
    """What a method does otherwise where something is missing that it can do without."""

    need: Need
    sentence: str


@dataclass(frozen=True, slots=True)
class Method:
    """A published system, or one of ours, as an arrangement of parts.

    Attributes:
        name: How files and the terminal call it.
        title: How people call it.
        sentence: What it does, in one sentence.
        sources: Where it comes from; empty for arrangements of our own.
        needs: Every one of these must be met, each by any of its alternatives.
        without: What it does otherwise where something else is missing, which is said.
        picker: The rule that chooses pairs; None keeps the project's own.
        proposers: Who writes new prompts.
        turn: Who of them writes next.
        evaluator: Which cells are filled without the person; None fills what duels need.
        selector: Who stays in play; None leaves it to the posterior.
        evidence: Which raters speak in it, where the project has them.
        gates: Gates beside the ones that always stand, with their settings.
        waived: Standing gates that do not apply to it.
        settings: What the user may choose.
        stop: When a run of it ends by itself.
    """

    name: str
    title: str
    sentence: str
    proposers: tuple[PartUse, ...]
    sources: tuple[Source, ...] = ()
    needs: tuple[tuple[Need, ...], ...] = ()
    without: tuple[Without, ...] = ()
    picker: PartUse | None = None
    turn: Turn = Turn.ROUND
    evaluator: PartUse | None = None
    selector: PartUse | None = None
    evidence: tuple[RaterKind, ...] = (RaterKind.PERSON, RaterKind.JUDGE, RaterKind.METRIC)
    gates: tuple[PartUse, ...] = ()
    waived: tuple[str, ...] = ()
    settings: tuple[MethodSetting, ...] = ()
    stop: StopRule = field(default_factory=StopRule)

    def setting(self, name: str) -> MethodSetting | None:
        """Return the setting of this name, or None."""
        return next((setting for setting in self.settings if setting.name == name), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """The prompt that a method takes by a rule of its own, and why, in words for people."""

    prompt_id: str
    why: str


@dataclass(frozen=True, slots=True)
class BroodSize:
    """How many new prompts one turn of a way of writing brings.

    Attributes:
        children: How many at most.
        at_once: Whether one request of the writer brings them all.
    """

    children: int = 1
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class SetJudging:
    """How a way of writing has sets of outputs judged.

    Attributes:
        calls: How many calls one new prompt takes at most.
        rows: How many rows a set holds at most.
        by_writer: Whether the writer is asked where there is no judge.
    """

    calls: int
    rows: int
    by_writer: bool = False
