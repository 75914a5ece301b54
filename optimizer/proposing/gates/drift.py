"""A prompt must not wander away: drift counts against it, and too much of it is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from optimizer.proposing.moves.drifting import drift
from optimizer.proposing.moves.ranking import seen
from optimizer.records import Proposal, Refusal, Snapshot


@dataclass(frozen=True, slots=True)
class DriftBound:
    """Refuse a prompt that is too far from the start prompt, or leaves what the task says.

    A. Mohamed et al., "Sem-DPO: Mitigating Semantic Inconsistency in Preference Optimization for
    Prompt Engineering" (2025), let a preference count for less the farther the prompt drifted; here
    drift is weighed against what a prompt is worth, and bounded.

    Attributes:
        limit: The largest distance from the start prompt, from 0 to 1.
        slack: How much farther than the start prompt it may be from the task's description.
        weight: How many logits a drift of 1 counts against a prompt as a parent; 0 for nothing.
    """

    name: ClassVar[str] = "drift"

    limit: float = 0.85
    slack: float = 0.2
    weight: float = 0.0

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Measure both distances; see `Gate`."""
        own, start = drift(snapshot, proposal.prompt), drift(snapshot, snapshot.start.prompt)
        if own.start > self.limit:
            told = f"drifted {own.start:.2f} from the start prompt; the limit is {self.limit:.2f}"
            return Refusal(self.name, told)
        if own.task is not None and start.task is not None and own.task > start.task + self.slack:
            told = (
                f"is {own.task:.2f} from the task's description; the start prompt {start.task:.2f}"
            )
            return Refusal(self.name, told)
        return None

    def weighed(self, snapshot: Snapshot) -> Snapshot:
        """Return the pool with drift counted against every prompt's mean; see `Weighing`."""
        if self.weight <= 0.0:
            return snapshot
        standings = {
            candidate.id: replace(
                snapshot.standings[candidate.id],
                mean=snapshot.standings[candidate.id].mean
                - self.weight * drift(snapshot, candidate.prompt).start,
            )
            for candidate in snapshot.candidates
        }
        known = [
            candidate
            for candidate in snapshot.candidates
            if candidate in (snapshot.incumbent, snapshot.start)
            or (standings[candidate.id].live and seen(snapshot, candidate.id))
        ]
        best = max(known, key=lambda candidate: standings[candidate.id].mean)
        return replace(snapshot, standings=standings, incumbent=best)
