"""What those who write prompts have earned, and what they wrote them for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ProposerGain:
    """What a proposer's children have earned: mean gain over their parents, in logits.

    `mean_gain` is None while no child was judged; `low` and `high` bound it with 90 %. `cost` is
    what an accepted child takes, in calls; `chance` how likely this one writes next where they
    compete, None where they do not.
    """

    proposer: str
    proposals: int
    accepted: int
    mean_gain: float | None
    low: float | None = None
    high: float | None = None
    cost: float | None = None
    chance: float | None = None


class HypothesisState(StrEnum):
    """What later votes say of a hypothesis."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


@dataclass(frozen=True, slots=True)
class HypothesisView:
    """What a child was written to do better, and whether it does.

    `before` and `after` say in how many votes the parents (where it was never said of them: any
    prompt, before the child was shown) and the child were blamed for it, such as `7 of 20`; both
    are empty where the child's strength as a whole decides.
    """

    prompt_id: str
    name: str
    text: str
    before: str
    after: str
    state: HypothesisState
