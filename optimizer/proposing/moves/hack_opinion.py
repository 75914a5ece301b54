"""What a judge found in a rewritten prompt, as the edit of a proposal keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from optimizer.records import Candidate, Prompt, Proposal, Snapshot

KEY = "hack check"
"""Where the edit of a proposal holds what the judge said of it."""


class Finding(StrEnum):
    """What a judge found."""

    FINE = "fine"
    GAMED = "gamed"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class HackOpinion:
    """What a judge says of a rewrite; `demand` are the words that nobody asked for."""

    finding: Finding
    demand: str = ""


def noted(opinion: HackOpinion, judge: str) -> dict[str, str]:
    """Return an opinion as the edit of a proposal keeps it.

    Args:
        opinion: What was said.
        judge: The rater that said it.
    """
    return {"finding": opinion.finding.value, "demand": opinion.demand, "judge": judge}


def noted_judge(edit: Mapping[str, object]) -> str:
    """Return which rater answered for a proposal; empty when nobody was asked."""
    kept = edit.get(KEY)
    return str(kept.get("judge", "")) if isinstance(kept, Mapping) else ""


def noted_opinion(edit: Mapping[str, object]) -> HackOpinion | None:
    """Return what a judge said of a proposal; None when none was asked or could answer."""
    kept = edit.get(KEY)
    if not isinstance(kept, Mapping) or kept.get("finding") not in (Finding.FINE, Finding.GAMED):
        return None
    return HackOpinion(Finding(str(kept["finding"])), str(kept.get("demand", "")))


def instructions(prompt: Prompt) -> str:
    """Return all that a prompt tells the model, without its demonstrations."""
    return f"{prompt.system}\n{prompt.instruction}".strip()


def parent_of(proposal: Proposal, snapshot: Snapshot) -> Candidate:
    """Return what a proposal is compared with: its first parent, or the start prompt."""
    return snapshot.candidate(proposal.parents[0]) if proposal.parents else snapshot.start
