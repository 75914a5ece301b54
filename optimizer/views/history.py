"""The votes that were cast."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.records import Marked, Purpose, Strength, Verdict


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One vote in the history; `number` counts the votes cast, voided ones too.

    `fast` says that it came sooner than both outputs can be read, `teaches` that the posterior of
    the present setting learns from it.
    """

    vote_id: str
    duel_id: str
    number: int
    cast_at: str
    example_id: str
    example_title: str
    verdict: Verdict
    strength: Strength
    tags: tuple[str, ...]
    reason: str
    left_name: str
    right_name: str
    left_prompt: str
    right_prompt: str
    took_ms: int | None
    rater: str
    purpose: Purpose
    voided: bool
    marks: tuple[Marked, ...] = ()
    fast: bool = False
    teaches: bool = True
