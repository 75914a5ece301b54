"""A few rows that stand for all others: the model answers those and no more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import ClassVar

import numpy as np

from optimizer.evaluating.field import blanks, in_play
from optimizer.preference.arrays import FloatArray
from optimizer.records import Blank, Example, Snapshot

_MOST_ROWS = 2000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Representative:
    """Facility location: each row is served by the likest chosen one, and all are served well.

    Zhao et al. 2024, "BenTo: Benchmark Task Reduction with In-Context Transferability", section 3,
    chooses tasks so; the greedy choice is that of Nemhauser, Wolsey and Fisher 1978, "An analysis
    of approximations for maximizing submodular set functions". Likeness is that of words here.

    Attributes:
        rows: How many rows are chosen.
    """

    name: ClassVar[str] = "representative"

    rows: int = 30

    def cells(self, snapshot: Snapshot, limit: int, rng: Random) -> list[Blank]:
        """Return the empty cells of the chosen rows; see `Evaluator`."""
        chosen = representatives(snapshot.examples[:_MOST_ROWS], self.rows)
        prompts = (candidate.id for candidate in in_play(snapshot))
        return list(islice(blanks(snapshot, chosen, prompts), limit))


def representatives(examples: Sequence[Example], count: int) -> list[str]:
    """Return the ids of examples that stand for all, the most telling first.

    Args:
        examples: Where to choose from.
        count: How many.
    """
    if not examples:
        return []
    likeness = _likeness([" ".join(example.fields.values()) for example in examples])
    served = np.zeros(len(examples))
    chosen: list[int] = []
    for _ in range(min(count, len(examples))):
        gain = np.maximum(likeness - served[None, :], 0.0).sum(axis=1)
        gain[chosen] = -1.0
        best = int(np.argmax(gain))
        chosen.append(best)
        served = np.maximum(served, likeness[best])
    return [examples[k].id for k in chosen]


def _likeness(texts: Sequence[str]) -> FloatArray:
    """Return the cosine of words weighted by their rarity, shape (N, N)."""
    counts = [Counter(_WORD.findall(text.casefold())) for text in texts]
    known = Counter(word for count in counts for word in count)
    columns = {word: k for k, word in enumerate(sorted(w for w, n in known.items() if n > 1))}
    table = np.zeros((len(texts), len(columns) + 1))
    for row, count in enumerate(counts):
        for word, times in count.items():
            if word in columns:
                table[row, columns[word]] = (1 + np.log(times)) * np.log(len(texts) / known[word])
    table[:, -1] = 1e-3  # a row that shares no word is a little like all others
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(table @ table.T)
