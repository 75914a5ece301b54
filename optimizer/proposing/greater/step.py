"""One step of GReaTer: which word stands better in one place of a prompt.

The model's forward pass offers words, the gradient of the loss says which of them promise most, and
the loss itself decides. It is computed on the wanted answer after the model's own reasoning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Tokens = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the model reads it, cut where the word stands.

    Attributes:
        before: The text up to the word.
        word: The word, with the space before it.
        after: The rest, up to where the model begins to write.
        answer: What it is wanted to answer in the end.
    """

    before: str
    word: str
    after: str
    answer: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A row as tokens, the word being a single one."""

    before: Tokens
    token: int
    after: Tokens
    answer: Tokens


class GradientSource(Protocol):
    """A model with open weights."""

    def cut(self, row: Row) -> Cut | None:
        """Return a row as tokens; None when the word is no single token or the row too long."""
        ...

    def text(self, token: int) -> str:
        """Return the text of a token, with the space before it."""
        ...

    def next_chances(self, before: Tokens) -> Floats:
        """Return the log-probability of every token to come next."""
        ...

    def reasoning(self, cut: Cut, token: int) -> Tokens:
        """Return what the model writes of itself when a token stands in the slot."""
        ...

    def loss(self, cut: Cut, token: int, reasoning: Tokens) -> float:
        """Return the loss of the wanted answer after a reasoning."""
        ...

    def slopes(self, cut: Cut, reasoning: Tokens, tokens: Sequence[int]) -> Floats:
        """Return how that loss would change by its gradient, for each token in the slot."""
        ...


@dataclass(frozen=True, slots=True)
class Knobs:
    """How a step is made.

    Attributes:
        top: How many words the forward pass offers in each row.
        kept: How many of them, the most promising, are measured.
        least: By how much the loss must fall.
    """

    top: int = 40
    kept: int = 3
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Replacement:
    """A word that makes the wanted answers likelier.

    Attributes:
        word: What stands there now.
        by: What is better.
        before: The mean loss now.
        after: The mean loss with the other word.
        offered: How many words were looked at.
    """

    word: str
    by: str
    before: float
    after: float
    offered: int


def replacement(
    source: GradientSource, rows: Sequence[Row], fits: Callable[[str, str], bool], knobs: Knobs
) -> Replacement | None:
    """Return the best other word for a place, or None when none is better.

    Args:
        source: The model.
        rows: Some rows, all with the same word in the same place.
        fits: Tells whether a token's text may stand where the word stood.
        knobs: How the step is made.
    """
    cuts = [cut for row in rows if (cut := source.cut(row)) is not None]
    if not cuts:
        return None
    token, word = cuts[0].token, rows[0].word
    chances = [source.next_chances(cut.before) for cut in cuts]
    offered = [c for c in shared(chances, knobs.top) if c != token and fits(word, source.text(c))]
    if not offered:
        return None
    thoughts = [source.reasoning(cut, token) for cut in cuts]
    pairs = list(zip(cuts, thoughts, strict=True))
    slope = np.mean([source.slopes(cut, thought, offered) for cut, thought in pairs], axis=0)
    now = float(np.mean([source.loss(cut, token, thought) for cut, thought in pairs]))
    promising = sorted((float(s), c) for s, c in zip(slope, offered, strict=True) if s < 0.0)
    # The other word lets the model reason otherwise; so what it would then think is what counts.
    measured = [(_loss(source, cuts, c), c) for _, c in promising[: knobs.kept]]
    if not measured:
        return None
    after, best = min(measured)
    if after > now - knobs.least or after == now:
        return None
    return Replacement(word, source.text(best), now, after, len(offered))


def shared(chances: Sequence[Floats], top: int) -> list[int]:
    """Return the tokens that are likely in every row, or on average when no row shares any.

    Args:
        chances: The log-probabilities of all tokens, a row each.
        top: How many of the likeliest count in each row.
    """
    best = [set(_likeliest(row, top)) for row in chances]
    common = set.intersection(*best)
    return sorted(common) if common else _likeliest(np.mean(chances, axis=0), top)


def _likeliest(row: Floats, top: int) -> list[int]:
    return [int(token) for token in np.argsort(-row, kind="stable")[:top]]


def _loss(source: GradientSource, cuts: Sequence[Cut], token: int) -> float:
    return float(np.mean([source.loss(c, token, source.reasoning(c, token)) for c in cuts]))
