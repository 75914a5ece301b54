"""How sure it is, and whether to go on voting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AdviceKind(StrEnum):
    """What the person is advised to do."""

    TOO_FEW_VOTES = "too few votes"
    KEEP_VOTING = "keep voting"
    GOOD_ENOUGH = "good enough"
    NOTHING_TO_LEARN = "nothing to learn"


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """How the best new prompt stood against the start prompt after `votes` votes.

    `incumbent` is the id of what was recommended. That may be the start prompt itself; `rival`, who
    is compared with it, is then the best of the others, and the start prompt while there are none.
    """

    votes: int
    win_rate: float
    low: float
    high: float
    p_beats_start: float
    incumbent: str
    rival: str
    vote_id: str | None = None


@dataclass(frozen=True, slots=True)
class OrderView:
    """Whether one order of the prompts explains the votes; if not, who wins the lottery."""

    p_value: float
    possible: bool
    cycle: tuple[str, ...]
    lottery: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Whether to go on, in words, with the figures behind it."""

    kind: AdviceKind
    text: str
    p_beats_start: float
    expected_regret: float
