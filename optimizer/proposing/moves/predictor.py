"""A learned predictor of how good a text will be, so that poor children cost nothing.

A Gaussian process with a linear kernel on words and pairs of words, fitted on the posterior of all
prompts that were judged; its own error is measured by leaving each of them out (C. Rasmussen and
C. Williams, "Gaussian Processes for Machine Learning", 2006, section 5.4.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.ranking import seen
from optimizer.proposing.moves.vectors import Vectors, vectors
from optimizer.records import Snapshot

_FLOOR = 1e-3


@dataclass(frozen=True, slots=True)
class Predictor:
    """What was learned; `error` is the root mean square error on texts it had not seen."""

    known: Vectors
    weights: Vectors
    average: float
    scale: float
    error: float

    def predict(self, texts: Sequence[str]) -> list[float]:
        """Return the expected posterior mean of each text, in logits."""
        kernel = self.scale * vectors(texts) @ self.known.T
        return [float(value) for value in self.average + kernel @ self.weights]


def learn(snapshot: Snapshot, least: int) -> Predictor | None:
    """Return a predictor learned on the pool, or None while fewer than `least` were judged.

    Args:
        snapshot: The pool and its posterior.
        least: How many judged prompts it takes.
    """
    judged = [c for c in snapshot.candidates if seen(snapshot, c.id)]
    if len(judged) < max(least, 3):
        return None
    means = np.array([snapshot.standings[c.id].mean for c in judged])
    noise = np.array([snapshot.standings[c.id].sd ** 2 for c in judged])
    average, scale = float(means.mean()), float(means.var()) + _FLOOR
    known = vectors([editable_text(c.prompt) for c in judged])
    inverse = np.linalg.inv(scale * known @ known.T + np.diag(noise + _FLOOR))
    weights = inverse @ (means - average)
    left_out = weights / np.diag(inverse)
    return Predictor(known, weights, average, scale, float(np.sqrt(np.mean(left_out**2))))
