"""Duels that the person asked for: confirmations and two prompts head to head."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConfirmationView:
    """Duels on held-out examples between a prompt and the start prompt; ties are left out of
    the share and its exact 90 % interval."""

    prompt_id: str
    name: str
    wanted: int
    judged: int
    wins: int
    losses: int
    ties: int
    share: float
    low: float
    high: float
    p_value: float
    active: bool


@dataclass(frozen=True, slots=True)
class HeadToHeadView:
    """Two prompts that the person chose to compare: how many examples, and what came of it.

    `wins` are those of `first`.
    """

    first: str
    second: str
    wanted: int
    judged: int
    wins: int
    losses: int
    ties: int
    active: bool
