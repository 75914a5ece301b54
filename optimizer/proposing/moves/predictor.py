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
from optimizer.proposing.moves.ranking import by_metric_alone, merits, seen
from optimizer.proposing.moves.vectors import Vectors, vectors
from optimizer.records import Snapshot

_FLOOR = 1e-3


@dataclass(frozen=True, slots=True)
class Predictor:
    """What was learned; `error` is the root mean square error on texts it had not seen."""

    known: Vectors
    weights: Vectors
    inverse: Vectors
    average: float
    scale: float
    error: float

    def predict(self, texts: Sequence[str]) -> list[tuple[float, float]]:
        """Return what each text is expected to be worth, and how unsure that is.

        The less its words were seen before, the less sure is the prediction.
        """
        kernel = self.scale * vectors(texts) @ self.known.T
        means = self.average + kernel @ self.weights
        explained = np.einsum("ij,jk,ik->i", kernel, self.inverse, kernel)
        spreads = np.sqrt(np.maximum(self.scale - explained, 0.0))
        return [(float(mean), float(sd)) for mean, sd in zip(means, spreads, strict=True)]


def learn(snapshot: Snapshot, least: int) -> Predictor | None:
    """Return a predictor learned on the pool, or None while fewer than `least` were judged.

    Args:
        snapshot: The pool and its posterior.
        least: How many judged prompts it takes.
    """
    judged = [c for c in snapshot.candidates if seen(snapshot, c.id)]
    if len(judged) < max(least, 3):
        return None
    worth = merits(snapshot)
    means = np.array([worth[c.id] for c in judged])
    noise = np.array([_variance(snapshot, c.id) for c in judged])
    average, scale = float(means.mean()), float(means.var()) + _FLOOR
    known = vectors([editable_text(c.prompt) for c in judged])
    covariance = scale * known @ known.T + np.diag(noise + _FLOOR)
    inverse: Vectors = np.asarray(np.linalg.inv(covariance), dtype=np.float64)
    weights = inverse @ (means - average)
    left_out = weights / np.diag(inverse)
    return Predictor(known, weights, inverse, average, scale, float(np.sqrt(np.mean(left_out**2))))


def _variance(snapshot: Snapshot, prompt_id: str) -> float:
    """Return how unsure it is what a prompt is worth; a mean score is at most this unsure."""
    if by_metric_alone(snapshot):
        return 0.25 / (len(snapshot.scores.get(prompt_id, {})) + 1)
    return snapshot.standings[prompt_id].sd ** 2
