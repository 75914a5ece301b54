"""A pair to vote on, and what is told once the vote is stored."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.records import Example, Purpose, Strength, Verdict


@dataclass(frozen=True, slots=True)
class OutputView:
    """One side of a pair."""

    output_id: str
    text: str
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class PairView:
    """A ready duel, blind: it names no prompt and no model."""

    duel_id: str
    purpose: Purpose
    example: Example
    left: OutputView
    right: OutputView


@dataclass(frozen=True, slots=True)
class Reveal:
    """What a vote was about, told once it is stored.

    `judge` is what the judge said of the same two outputs, None when it said nothing of them.
    """

    vote_id: str
    number: int
    verdict: Verdict
    left_name: str
    right_name: str
    left_prompt: str
    right_prompt: str
    purpose: Purpose = Purpose.TUNE
    judge: Verdict | None = None
    strength: Strength = Strength.CLEARLY
