"""Prompts must not grow without end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optimizer.records import Prompt, Proposal, Refusal, Snapshot
from optimizer.word_count import split_words

TIMES_START = 3.0
ALWAYS_ALLOWED = 150


@dataclass(frozen=True, slots=True)
class LengthCap:
    """Refuse instructions of more than three times the start prompt's words.

    A short start prompt may grow to 150 words all the same. Demonstrations do not count.
    """

    name: ClassVar[str] = "length"

    times: float = TIMES_START
    always: int = ALWAYS_ALLOWED

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Count words; see `Gate`."""
        first = _words(snapshot.start.prompt)
        cap = max(int(self.times * first), self.always)
        words = _words(proposal.prompt)
        if words == 0 and first:
            return Refusal(self.name, "nothing is left of the instruction")
        return Refusal(self.name, f"{words} words; the cap is {cap}") if words > cap else None


def _words(prompt: Prompt) -> int:
    return len(split_words(prompt.system)) + len(split_words(prompt.instruction))
