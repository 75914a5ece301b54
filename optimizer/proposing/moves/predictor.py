"""A learned predictor of how good a text will be, so that poor children cost nothing.

A Gaussian process with a linear kernel on the vectors of a named embedding model, or on words and
pairs of words where none is named, fitted on all prompts that were judged; its own error is
measured by leaving each of them out (C. Rasmussen and C. Williams, "Gaussian Processes for Machine
Learning", 2006, section 5.4.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.proposing.moves.ranking import by_metric_alone, merits, seen
from optimizer.proposing.moves.vectors import Vectors
from optimizer.records import Candidate, Snapshot

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

    def predict(self, points: Vectors) -> list[tuple[float, float]]:
        """Return what each prompt is expected to be worth, and how unsure that is.

        The less was seen that is like it, the less sure is the prediction.

        Args:
            points: The prompts in the space in which was learned, shape (prompts, dimensions).
        """
        kernel = self.scale * points @ self.known.T
        means = self.average + kernel @ self.weights
        explained = np.einsum("ij,jk,ik->i", kernel, self.inverse, kernel)
        spreads = np.sqrt(np.maximum(self.scale - explained, 0.0))
        return [(float(mean), float(sd)) for mean, sd in zip(means, spreads, strict=True)]


def judged(snapshot: Snapshot, least: int) -> list[Candidate]:
    """Return the prompts that a predictor learns on; none while fewer than `least` were judged."""
    found = [c for c in snapshot.candidates if seen(snapshot, c.id)]
    return found if len(found) >= max(least, 3) else []


def learn(snapshot: Snapshot, known: Sequence[Candidate], points: Vectors) -> Predictor:
    """Return a predictor learned on judged prompts.

    Args:
        snapshot: The pool and its posterior.
        known: The prompts, see `judged`; one at least.
        points: The same as points, shape (prompts, dimensions).
    """
    worth = merits(snapshot)
    means = np.array([worth[c.id] for c in known])
    noise = np.array([_variance(snapshot, c.id) for c in known])
    average, scale = float(means.mean()), float(means.var()) + _FLOOR
    covariance = scale * points @ points.T + np.diag(noise + _FLOOR)
    inverse: Vectors = np.asarray(np.linalg.inv(covariance), dtype=np.float64)
    weights = inverse @ (means - average)
    left_out = weights / np.diag(inverse)
    error = float(np.sqrt(np.mean(left_out**2)))
    return Predictor(points, weights, inverse, average, scale, error)


def _variance(snapshot: Snapshot, prompt_id: str) -> float:
    """Return how unsure it is what a prompt is worth; a mean score is at most this unsure."""
    if by_metric_alone(snapshot):
        return 0.25 / (len(snapshot.scores.get(prompt_id, {})) + 1)
    return snapshot.standings[prompt_id].sd ** 2
