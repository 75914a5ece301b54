"""A rewrite keeps the labels that its parent named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optimizer.records import Prompt, Proposal, Refusal, Snapshot


@dataclass(frozen=True, slots=True)
class LabelsKept:
    """Refuse a prompt that no longer names a label of the task."""

    name: ClassVar[str] = "labels"

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Compare the labels named with those of the first parent; see `Gate`."""
        parent = snapshot.candidate(proposal.parents[0]) if proposal.parents else snapshot.start
        before, after = _text(parent.prompt), _text(proposal.prompt)
        lost = [
            label
            for label in snapshot.task.labels
            if label.casefold() in before and label.casefold() not in after
        ]
        return Refusal(self.name, f"lost the label {', '.join(lost)}") if lost else None


def _text(prompt: Prompt) -> str:
    return f"{prompt.system}\n{prompt.instruction}".casefold()
