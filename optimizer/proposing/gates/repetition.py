"""Weak writers loop: the same words again and again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from optimizer.records import Prompt, Proposal, Refusal, Snapshot

_Counted = TypeVar("_Counted")

NGRAM = 4
MOST_TIMES = 2


@dataclass(frozen=True, slots=True)
class NoRepetition:
    """Refuse a prompt that repeats a line or four words in a row more often than its parent."""

    name: ClassVar[str] = "repetition"

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Count lines and word n-grams; see `Gate`."""
        parent = snapshot.candidate(proposal.parents[0]) if proposal.parents else snapshot.start
        allowed = max(_most(_ngrams(parent.prompt), ())[1], MOST_TIMES)
        gram, times = _most(_ngrams(proposal.prompt), ())
        if times > allowed:
            return Refusal(self.name, f"says “{' '.join(gram)}” {times} times")
        line, times = _most(_lines(proposal.prompt), "")
        if times > 1 and times > _lines(parent.prompt)[line]:
            return Refusal(self.name, f"repeats the line “{line[:60]}”")
        return None


def _ngrams(prompt: Prompt) -> Counter[tuple[str, ...]]:
    words = f"{prompt.system} {prompt.instruction}".casefold().split()
    return Counter(tuple(words[i : i + NGRAM]) for i in range(len(words) - NGRAM + 1))


def _lines(prompt: Prompt) -> Counter[str]:
    lines = f"{prompt.system}\n{prompt.instruction}".splitlines()
    return Counter(line.strip() for line in lines if len(line.split()) > 2)


def _most(counts: Counter[_Counted], none: _Counted) -> tuple[_Counted, int]:
    # A prompt of three words, or of short lines only, has nothing to count.
    return max(counts.items(), key=lambda item: item[1], default=(none, 0))
