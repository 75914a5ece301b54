"""A prompt must not wander away from the task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optimizer.proposing.moves.drifting import drift
from optimizer.records import Proposal, Refusal, Snapshot


@dataclass(frozen=True, slots=True)
class DriftBound:
    """Refuse a prompt that is too far from the start prompt, or leaves what the task says.

    A. Mohamed et al., "Sem-DPO: Mitigating Semantic Inconsistency in Preference Optimization for
    Prompt Engineering" (2025), bound the drift by weights in training; here it is a limit.

    Attributes:
        limit: The largest distance from the start prompt, from 0 to 1.
        slack: How much farther than the start prompt it may be from the task's description.
    """

    name: ClassVar[str] = "drift"

    limit: float = 0.85
    slack: float = 0.2

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
