"""A small change stays a small change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optimizer.proposing.moves.changes import changed_words
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.memory import remembered
from optimizer.records import Proposal, Refusal, Snapshot

KEY = "max_changed_words"


@dataclass(frozen=True, slots=True)
class WordBudget:
    """Refuse a text that changes more words of its first parent than it may.

    A proposal may say in its edit how many; otherwise `words` holds, and with 0 the gate is open.
    """

    name: ClassVar[str] = "changed words"

    words: int = 0

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Count the words that were put in, taken out or exchanged; see `Gate`."""
        asked = remembered(proposal.edit, KEY, int)
        budget = min(asked, self.words) if asked and self.words else asked or self.words
        if not budget:
            return None
        parent = snapshot.candidate(proposal.parents[0]) if proposal.parents else snapshot.start
        words = changed_words(editable_text(parent.prompt), editable_text(proposal.prompt))
        if words <= budget:
            return None
        return Refusal(self.name, f"changes {words} words; {budget} were allowed")
