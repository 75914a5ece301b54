"""No row of the data may be copied into an instruction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optimizer.proposing.moves.runs import bounded, flat, runs
from optimizer.records import Example, Prompt, Proposal, Refusal, Snapshot

WORDS_IN_A_ROW = 8


@dataclass(frozen=True, slots=True)
class NoRowCopied:
    """Refuse an instruction that repeats eight words in a row of an example or expected answer.

    Where no blanks stand between words, as many signs or letters as make eight (see `runs`).
    Demonstrations are examples by intent and do not count.
    """

    name: ClassVar[str] = "copied data"

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Look for runs of words out of the data that the parent did not hold; see `Gate`."""
        parent = snapshot.candidate(proposal.parents[0]) if proposal.parents else snapshot.start
        old = set(runs(_text(parent.prompt), WORDS_IN_A_ROW))
        new = set(runs(_text(proposal.prompt), WORDS_IN_A_ROW)) - old
        if not new:
            return None
        phrases = [bounded(run) for run in new]
        for example in (*snapshot.examples, *(duel.example for duel in snapshot.duels)):
            for text in _texts(example):
                # Looking for phrases in a text is quicker than taking the text apart.
                whole = f" {flat(text)} "
                if any(phrase in whole for phrase in phrases):
                    return Refusal(self.name, "copies words out of a row of the data")
        return None


def _text(prompt: Prompt) -> str:
    return f"{prompt.system}\n{prompt.instruction}"


def _texts(example: Example) -> list[str]:
    return [*example.fields.values(), *([example.reference] if example.reference else [])]
