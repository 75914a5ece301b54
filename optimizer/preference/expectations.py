"""What the person believes before voting, as soft evidence that votes can overrule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.preference.gaussian import Gaussian
from optimizer.preference.prior import PriorPoint

# "I think B is better": worth about five votes, and wrong as often as one time in three.
BELIEVED_GAP = 0.7
BELIEF_DEVIATION = 1.0


@dataclass(frozen=True, slots=True)
class Expectation:
    """The person thinks that one prompt is better than another.

    Attributes:
        better: index of the prompt thought better.
        worse: index of the other one.
        gap: by how many logits.
        deviation: how uncertain that is, in logits.
    """

    better: int
    worse: int
    gap: float = BELIEVED_GAP
    deviation: float = BELIEF_DEVIATION


def believing(
    points: Sequence[PriorPoint], beliefs: Sequence[Expectation]
) -> tuple[PriorPoint, ...]:
    """Condition every prior of a grid on the person's beliefs.

    A belief is a normal observation of a difference of utilities, so it raises the priors that
    expected it and leaves the others behind.

    Args:
        points: the prior's grid.
        beliefs: any number of beliefs, in any order.

    Returns:
        The grid with moved means, smaller covariances and new weights.
    """
    if not beliefs:
        return tuple(points)
    return tuple(_believing(point, beliefs) for point in points)


def _believing(point: PriorPoint, beliefs: Sequence[Expectation]) -> PriorPoint:
    prior = point.gaussian
    better = np.array([belief.better for belief in beliefs], dtype=np.int64)
    worse = np.array([belief.worse for belief in beliefs], dtype=np.int64)
    noise = np.array([belief.deviation**2 for belief in beliefs])
    surprise = np.array([belief.gap for belief in beliefs])
    surprise = surprise - (prior.mean[better] - prior.mean[worse])
    across = prior.covariance[:, better] - prior.covariance[:, worse]
    spread = across[better] - across[worse] + np.diag(noise)
    gain = np.linalg.solve(spread, across.T).T
    log_density = -0.5 * (
        float(surprise @ np.linalg.solve(spread, surprise)) + float(np.linalg.slogdet(spread)[1])
    )
    covariance = prior.covariance - gain @ across.T
    moved = Gaussian.of(prior.mean + gain @ surprise, (covariance + covariance.T) / 2.0)
    return PriorPoint(point.hyper, point.log_weight + log_density, moved)
