"""Who judges beside the person, and how far they agree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from optimizer.records import RaterKind


@dataclass(frozen=True, slots=True)
class AgreementView:
    """How often two sets of verdicts on the same duels agree, with the exact 90 % interval."""

    n: int
    share: float
    low: float
    high: float
    kappa: float


@dataclass(frozen=True, slots=True)
class CompanyView:
    """How a person votes beside the other people of the project.

    `agreement` is that with all the others on the same outputs; None where none were shared.
    `reliability` says how clearly the differences of prompts show in their votes, 1 as in the
    others' and 0 in none; None while too few votes are there to tell.
    """

    agreement: AgreementView | None
    reliability: float | None


class Trait(StrEnum):
    """What an output has more or less of, whatever it says."""

    LENGTH = "length"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class LeaningView:
    """How far a person's votes go by a trait of the outputs, whichever prompts made them.

    `win_rate` is how often the output with more of it wins where nothing else differs, ties
    counting half: with twice the words, or with as much more Markdown as two outputs usually
    differ by. `low` and `high` bound it with 90 %.
    """

    trait: Trait
    win_rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RaterView:
    """A rater beside the person: what it said, how far it agrees, whether it is heard.

    `taste` is the learned agreement of its taste with the person's, 0 to 1; None before a fit.
    `company` is there for people where several vote.
    """

    name: str
    kind: RaterKind
    votes: int
    abstentions: int
    taste: float | None
    agreement: AgreementView | None
    dropped: bool
    note: str = ""
    company: CompanyView | None = None


class CalibrationState(StrEnum):
    """How a calibration of the judge stands, or how the last one ended."""

    RUNNING = "running"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    AGREES = "agrees"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class CalibrationView:
    """On how many of the votes kept back the judge agreed, before and with rewritten criteria."""

    state: CalibrationState
    kept_back: int
    before: int
    after: int
    activity: str = ""
