"""How a rater's taste may hang together with the person's, and what follows from each guess.

The person's utilities are f = s t; a rater's are j = v (k t + sqrt(1 - k^2) u) + its biases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.preference.gaussian import Gaussian
from optimizer.preference.raters import RaterEvidence

AGREEMENTS = (0.0, 0.25, 0.5, 0.7, 0.85, 0.96)
SPREADS = (0.1, 0.14, 0.2, 0.28, 0.4, 0.57, 0.8, 1.13, 1.6, 2.26, 3.2)
BIASES = (0.0, 0.1, 0.2, 0.4, 0.8, 1.6)
# Most judges are known to agree with people about as well as people with each other. That two in
# five are taken for strangers is what it takes for intervals to hold where one is. The person's
# votes decide, but slowly: what is expected here is most of what is believed in the first fifty.
AGREEMENT_ODDS = (6.0, 0.25, 0.5, 1.0, 3.0, 4.0)
# Before any vote the person's utilities are thought to spread like the judge's, a little less.
SPREAD_RATIO, RATIO_DEVIATION = 0.85, 0.45
TRUSTED_SPREAD, SPREAD_DEVIATION = 0.8, 0.5
SWEEPS = 3


@dataclass(frozen=True, slots=True)
class Attitude:
    """How a rater's utilities hang together with the person's.

    Attributes:
        agreement: k, correlation of the tastes, 0 to 1.
        spread: v, standard deviation of the rater's utilities where the prompt prior's is 1.
        biases: l, strength of each covariate's bias in logits per standard deviation.
    """

    agreement: float
    spread: float
    biases: tuple[float, ...] = ()


def agreements(rater: RaterEvidence) -> Sequence[tuple[float, float]]:
    """Return how far the rater may agree with the person, with the odds of each."""
    if rater.trusted:
        return ((1.0, 1.0),)
    return tuple(zip(AGREEMENTS, AGREEMENT_ODDS, strict=True))


def log_likeness(scale: float, spread: float) -> float:
    """Return how well the person's scale goes with the rater's spread, as a log-prior."""
    away = float(np.log(scale / (SPREAD_RATIO * spread))) / RATIO_DEVIATION
    return -0.5 * away**2


def condition(
    prior: Gaussian, scale: float, rater: RaterEvidence, attitude: Attitude
) -> tuple[FloatArray, FloatArray, float]:
    """Condition the person's utilities on a rater's evidence.

    Args:
        prior: mean m and covariance s^2 R of the person's utilities.
        scale: s.
        rater: the rater's pseudo-observation.
        attitude: what is assumed of the rater.

    Returns:
        The new mean, the new covariance, and the log-evidence of the rater's votes.
    """
    taste, toward, surprise, own, shift = _joint(prior, scale, rater, attitude)
    size = len(prior.mean)
    mixed = np.eye(size) + own @ rater.information
    solved = np.linalg.solve(mixed, np.column_stack([own @ surprise, taste]))
    reach, spread_taste = solved[:, 0], solved[:, 1:]
    mean = prior.mean + scale * toward * (spread_taste.T @ surprise)
    covariance = prior.covariance - (scale * toward) ** 2 * (
        taste @ rater.information @ spread_taste
    )
    evidence = shift + 0.5 * float(surprise @ reach)
    evidence -= 0.5 * float(np.linalg.slogdet(mixed)[1])
    return mean, (covariance + covariance.T) / 2.0, evidence


def _joint(
    prior: Gaussian, scale: float, rater: RaterEvidence, attitude: Attitude
) -> tuple[FloatArray, float, FloatArray, FloatArray, float]:
    """Return R, v k, the pull left after the prior mean, cov(j), and the mean's log-evidence."""
    taste = prior.covariance / scale**2
    k, v = attitude.agreement, attitude.spread
    own = v**2 * (k**2 * taste + (1.0 - k**2) * np.eye(len(taste)))
    for bias, column in zip(attitude.biases, rater.covariates.T, strict=True):
        own = own + bias**2 * np.outer(column, column)
    centre = v * k * prior.mean / scale
    surprise = rater.pull - rater.information @ centre
    shift = float(rater.pull @ centre) - 0.5 * float(centre @ rater.information @ centre)
    return taste, v * k, surprise, own, shift


def _evidence(
    prior: Gaussian, scale: float, rater: RaterEvidence, spread: float, biases: tuple[float, ...]
) -> float:
    """Return the rater's log-evidence summed over the agreements."""
    scores = []
    for agreement, _ in agreements(rater):
        attitude = Attitude(agreement, spread, biases)
        _, _, surprise, own, shift = _joint(prior, scale, rater, attitude)
        mixed = np.eye(len(prior.mean)) + own @ rater.information
        reach = np.linalg.solve(mixed, own @ surprise)
        scores.append(
            shift + 0.5 * float(surprise @ reach) - 0.5 * float(np.linalg.slogdet(mixed)[1])
        )
    return float(np.logaddexp.reduce(scores))


def search(prior: Gaussian, scale: float, rater: RaterEvidence) -> tuple[float, tuple[float, ...]]:
    """Find the rater's spread and biases, one coordinate at a time."""
    seen: dict[tuple[float, ...], float] = {}

    def score(at: tuple[float, ...]) -> float:
        if at not in seen:
            seen[at] = _evidence(prior, scale, rater, at[0], at[1:])
            if rater.trusted:
                # Few scores fit no spread at all best; but prompts are known to differ.
                seen[at] -= 0.5 * (float(np.log(at[0] / TRUSTED_SPREAD)) / SPREAD_DEVIATION) ** 2
        return seen[at]

    best = (0.8, *(0.2 for _ in range(rater.covariates.shape[1])))
    for _ in range(SWEEPS):
        before = best
        for place in range(len(best)):
            choices = SPREADS if place == 0 else BIASES
            tries = [(*best[:place], choice, *best[place + 1 :]) for choice in choices]
            best = max(tries, key=score)
        if best == before:
            break
    return best[0], best[1:]
