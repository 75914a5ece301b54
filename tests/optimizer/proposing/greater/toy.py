"""A model small enough to be known: its gradients can be written down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.proposing.greater.step import Cut, Floats, Row, Tokens
from optimizer.proposing.greater.words import SLOT

VOCABULARY = (" fine", " good", " great", " poor", " bad", " odd", "ly", " 7")
# Where a word stands between bad and good; the loss of a wanted answer falls with it.
MERIT = np.array([0.0, 1.0, 2.0, -1.0, -2.0, 1.5, 3.0, 3.0])


class Toy:
    """The loss is that of a logistic unit, and each word of the reasoning adds to it.

    Args:
        offered: The words that its forward pass finds likely, by the text before the slot.
        bend: How much worse a word is than its gradient says.
        thinks: How many words it writes when a word stands in the slot.
    """

    def __init__(
        self,
        offered: dict[str, Sequence[str]] | None = None,
        bend: dict[str, float] | None = None,
        thinks: dict[str, int] | None = None,
    ) -> None:
        self._offered = offered or {}
        self._bend = bend or {}
        self._thinks = thinks or {}
        self._texts: list[str] = []
        self.measured: list[str] = []

    def spoken(self, messages: Sequence[dict[str, str]]) -> str:
        """Return the messages in a line."""
        return " / ".join(message["content"] for message in messages)

    def cut(self, row: Row) -> Cut | None:
        """A row is known by the text before its slot."""
        if row.word not in VOCABULARY:
            return None
        self._texts.append(row.before)
        return Cut((len(self._texts) - 1,), VOCABULARY.index(row.word), (), (0,))

    def text(self, token: int) -> str:
        """Return a word."""
        return VOCABULARY[token]

    def next_chances(self, before: Tokens) -> Floats:
        """What is offered is likely, the rest is not."""
        offered = self._offered.get(self._texts[before[0]], VOCABULARY)
        return np.array([0.0 if word in offered else -9.0 for word in VOCABULARY])

    def reasoning(self, cut: Cut, token: int) -> Tokens:
        """Return as many tokens as it was told to."""
        return (0,) * self._thinks.get(VOCABULARY[token], 0)

    def loss(self, cut: Cut, token: int, reasoning: Tokens) -> float:
        """Return the logistic loss, with what was bent and thought on top."""
        word = VOCABULARY[token]
        self.measured.append(word)
        plain = float(np.log1p(np.exp(-MERIT[token])))
        return plain + self._bend.get(word, 0.0) + 0.5 * len(reasoning)

    def slopes(self, cut: Cut, reasoning: Tokens, tokens: Sequence[int]) -> Floats:
        """Return the derivative of the logistic loss along each word."""
        slope = -1.0 / (1.0 + np.exp(MERIT[cut.token]))
        found: Floats = (MERIT[list(tokens)] - MERIT[cut.token]) * slope
        return found


def place(word: str, *texts: str) -> dict[str, object]:
    """Return a place of a job, a row for each text before the slot."""
    rows = [
        {"messages": [{"role": "user", "content": f"{text}{SLOT} day"}], "answer": "yes"}
        for text in texts
    ]
    return {"word": word, "rows": rows}
