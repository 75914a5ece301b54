"""Text that the user locked stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optimizer.records import Proposal, Refusal, Snapshot


@dataclass(frozen=True, slots=True)
class LocksKept:
    """Refuse a prompt that lacks a locked text."""

    name: ClassVar[str] = "locked text"

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Look for every lock, word for word; see `Gate`."""
        whole = f"{proposal.prompt.system}\n{proposal.prompt.instruction}"
        missing = next((lock for lock in snapshot.task.locks if lock not in whole), None)
        if missing is None:
            return None
        shown = missing if len(missing) <= 60 else missing[:59].rstrip() + "…"
        return Refusal(self.name, f"changed the locked text “{shown}”")
