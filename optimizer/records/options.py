"""What the person chose about the engine's work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How a project is tuned, beside its models and caps.

    Attributes:
        judge: Whether the judge model votes beside the person.
        judge_votes: How many verdicts the judge may give in all.
        metric: The metric that scores answers against the expected ones; empty for none.
        probe_share: The share of duels that repeat an earlier one with its sides exchanged.
        picker: The rule that chooses pairs.
    """

    judge: bool = False
    judge_votes: int = 200
    metric: str = ""
    probe_share: float = 0.05
    picker: str = "eubo"
