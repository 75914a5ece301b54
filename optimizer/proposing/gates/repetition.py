"""Weak writers loop: the same words again and again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from optimizer.proposing.moves.runs import is_longer, runs
from optimizer.records import Prompt, Proposal, Refusal, Snapshot

NGRAM = 4
MOST_TIMES = 2
SHORT_LINE = 2


@dataclass(frozen=True, slots=True)
class NoRepetition:
    """Refuse a prompt that repeats a line or four words in a row more often than its parent.

    Where no blanks stand between words, as many signs or letters as make four (see `runs`).

    Attributes:
        most: So often four words in a row may stand in any prompt.
    """

    name: ClassVar[str] = "repetition"

    most: int = MOST_TIMES

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Count lines and word n-grams; see `Gate`."""
        parent = snapshot.candidate(proposal.parents[0]) if proposal.parents else snapshot.start
        allowed = max(_most(_ngrams(parent.prompt))[1], self.most)
        gram, times = _most(_ngrams(proposal.prompt))
        if times > allowed:
            return Refusal(self.name, f"says “{gram}” {times} times")
        line, times = _most(_lines(proposal.prompt))
        if times > 1 and times > _lines(parent.prompt)[line]:
            return Refusal(self.name, f"repeats the line “{line[:60]}”")
        return None


def _ngrams(prompt: Prompt) -> Counter[str]:
    return Counter(runs(f"{prompt.system} {prompt.instruction}", NGRAM))


def _lines(prompt: Prompt) -> Counter[str]:
    lines = f"{prompt.system}\n{prompt.instruction}".splitlines()
    return Counter(line.strip() for line in lines if is_longer(line, SHORT_LINE))


def _most(counts: Counter[str]) -> tuple[str, int]:
    # A prompt of three words, or of short lines only, has nothing to count.
    return max(counts.items(), key=lambda item: item[1], default=("", 0))
