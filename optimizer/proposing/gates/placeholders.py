"""A child uses the same data columns as its parent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optimizer.records import Proposal, Refusal, Snapshot
from optimizer.template import used_columns


@dataclass(frozen=True, slots=True)
class PlaceholdersKept:
    """Refuse a rewrite that lost or invented a placeholder."""

    name: ClassVar[str] = "placeholders"

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Compare the columns with those of the first parent; see `Gate`."""
        parent = snapshot.candidate(proposal.parents[0]) if proposal.parents else snapshot.start
        before, after = set(used_columns(parent.prompt)), set(used_columns(proposal.prompt))
        lost, invented = sorted(before - after), sorted(after - before)
        if lost:
            return Refusal(self.name, f"lost {_named(lost)}")
        if invented:
            return Refusal(self.name, f"invented {_named(invented)}")
        return None


def _named(columns: list[str]) -> str:
    return ", ".join(f"{{{{{column}}}}}" for column in columns)
