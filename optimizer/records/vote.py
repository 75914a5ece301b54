"""What is compared, by whom, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a rater said of a duel; skip carries no evidence."""

    LEFT = "left"
    RIGHT = "right"
    TIE = "tie"
    BOTH_BAD = "both bad"
    SKIP = "skip"

    @property
    def exchanged(self) -> Verdict:
        """The same verdict on the same two outputs, each on the other's side."""
        return {Verdict.LEFT: Verdict.RIGHT, Verdict.RIGHT: Verdict.LEFT}.get(self, self)


class Strength(StrEnum):
    """How sure or how large the preferred difference is."""

    SLIGHTLY = "slightly"
    CLEARLY = "clearly"


class Purpose(StrEnum):
    """Why a duel was shown; all but `confirm` duels teach the posterior."""

    TUNE = "tune"
    PROBE = "probe"
    CONFIRM = "confirm"
    HEAD_TO_HEAD = "head to head"


class RaterKind(StrEnum):
    """Where a rater's verdicts come from."""

    PERSON = "person"
    JUDGE = "judge"
    METRIC = "metric"


@dataclass(frozen=True, slots=True)
class Duel:
    """Two outputs on the same example, on the sides they are shown on.

    `looked_at` says of how many examples this one is that on which the outputs differ most; 1 when
    it was taken by chance or by its turn.
    """

    id: str
    purpose: Purpose
    example_id: str
    left_output: str
    right_output: str
    left_prompt: str
    right_prompt: str
    picker: str
    setting_id: str
    shown_at: str | None = None
    looked_at: int = 1


@dataclass(frozen=True, slots=True)
class Span:
    """A marked piece of an output, in code points; `good` says which way it was meant."""

    output_id: str
    start: int
    end: int
    good: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked piece of one of the two outputs of a vote, as it is read.

    `left` is its side, `start` the code point of the output at which it begins.
    """

    left: bool
    good: bool
    text: str
    start: int = 0

    @property
    def end(self) -> int:
        """The code point of the output behind it."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Vote:
    """A rater's verdict on a duel."""

    id: str
    duel_id: str
    rater_id: str
    verdict: Verdict
    strength: Strength = Strength.CLEARLY
    tags: tuple[str, ...] = ()
    reason: str = ""
    spans: tuple[Span, ...] = ()
    took_ms: int | None = None
    cast_at: str = ""
    voided: bool = False


@dataclass(frozen=True, slots=True)
class Rater:
    """Who judges."""

    id: str
    kind: RaterKind
    name: str
