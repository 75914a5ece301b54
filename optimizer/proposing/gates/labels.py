"""A rewrite keeps the labels that its parent named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optimizer.metrics.labels import lost_labels
from optimizer.records import Proposal, Refusal, Snapshot


@dataclass(frozen=True, slots=True)
class LabelsKept:
    """Refuse a prompt that no longer names a label of the task, by the label or its own word."""

    name: ClassVar[str] = "labels"

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Compare the labels named with those of the first parent; see `Gate`."""
        parent = snapshot.candidate(proposal.parents[0]) if proposal.parents else snapshot.start
        lost = lost_labels(snapshot.task.labels, parent.prompt, proposal.prompt)
        return Refusal(self.name, f"lost the label {', '.join(lost)}") if lost else None
