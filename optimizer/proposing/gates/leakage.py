"""No row of the data may be copied into an instruction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optimizer.records import Example, Prompt, Proposal, Refusal, Snapshot

WORDS_IN_A_ROW = 8


@dataclass(frozen=True, slots=True)
class NoRowCopied:
    """Refuse an instruction that repeats eight words in a row of an example or expected answer.

    Demonstrations are examples by intent and do not count.
    """

    name: ClassVar[str] = "copied data"

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Look for runs of words out of the data that the parent did not hold; see `Gate`."""
        parent = snapshot.candidate(proposal.parents[0]) if proposal.parents else snapshot.start
        new = _runs(_text(proposal.prompt)) - _runs(_text(parent.prompt))
        if not new:
            return None
        phrases = [f" {' '.join(words)} " for words in new]
        for example in (*snapshot.examples, *(duel.example for duel in snapshot.duels)):
            for text in _texts(example):
                # Looking for phrases in a text is quicker than taking the text apart.
                spaced = f" {' '.join(text.casefold().split())} "
                if any(phrase in spaced for phrase in phrases):
                    return Refusal(self.name, "copies words out of a row of the data")
        return None


def _text(prompt: Prompt) -> str:
    return f"{prompt.system}\n{prompt.instruction}"


def _texts(example: Example) -> list[str]:
    return [*example.fields.values(), *([example.reference] if example.reference else [])]


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[i : i + WORDS_IN_A_ROW]) for i in range(len(words) - WORDS_IN_A_ROW + 1)}
