"""Evidence of raters other than the person, each as one normal pseudo-observation.

A rater's own utilities j are fitted apart from the person's. What is kept is the quadratic shape
of its log-likelihood, exp(-j' information j / 2 + pull' j): all that `fusion` needs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.preference.ballots import Ballots, tally
from optimizer.preference.davidson import BETA_VARIANCE, NU_SHAPE, START_NU
from optimizer.preference.gaussian import cholesky, solve

OWN_VARIANCE = 1.5**2
TOLERANCE = 1e-9
MAX_STEPS = 60


@dataclass(frozen=True, slots=True, eq=False)
class RaterEvidence:
    """What one judge, metric or other person says of the prompts.

    Attributes:
        information: Lambda, shape (K, K).
        pull: eta, shape (K,).
        votes: how many votes or scored answers it rests on.
        covariates: standardised covariates that may bias this rater, such as log mean output
            length or share of Markdown, shape (K, C); C may be 0.
        tie_weight: Davidson's weight of ties among its verdicts; None when it has no ties, as a
            metric has not.
        verdicts: whether it compared outputs as the person does, so that the spread of its
            utilities tells of the person's; a metric's logits do not.
        trusted: whether the person lets it decide alone: then its utilities are theirs.
    """

    information: FloatArray
    pull: FloatArray
    votes: int
    covariates: FloatArray
    tie_weight: float | None = None
    verdicts: bool = False
    trusted: bool = False


def judge_evidence(
    ballots: Ballots, size: int, covariates: FloatArray | None = None
) -> RaterEvidence:
    """Fit one rater's votes by Bradley and Terry's model with its own side offset.

    Ties count as half a win for each side; abstentions must not be among the votes.

    Args:
        ballots: this rater's votes only.
        size: number of prompts K.
        covariates: columns that may bias it, shape (K, C); standardised here.

    Returns:
        The pseudo-observation at the mode, with the side offset integrated out.
    """
    cells = tally(ballots)
    votes = cells.wins + cells.ties + cells.losses
    won = cells.wins + cells.ties / 2.0
    design = np.zeros((len(cells), size + 1))
    rows = np.arange(len(cells))
    design[rows, cells.left] = 1.0
    design[rows, cells.right] = -1.0
    design[:, size] = 1.0
    ridge = np.append(np.full(size, 1.0 / OWN_VARIANCE), 1.0 / BETA_VARIANCE)
    state = np.zeros(size + 1)
    for _ in range(MAX_STEPS):
        chance = _logistic(design @ state)
        bend = design.T @ ((votes * chance * (1.0 - chance))[:, None] * design)
        slope = design.T @ (won - votes * chance) - ridge * state
        step = solve(cholesky(bend + np.diag(ridge)), slope)
        state = state + step
        if float(np.max(np.abs(step), initial=0.0)) < TOLERANCE:
            break
    chance = _logistic(design @ state)
    information = design.T @ ((votes * chance * (1.0 - chance))[:, None] * design)
    pull = design.T @ (won - votes * chance) + information @ state
    share = information[:size, size] / (information[size, size] + 1.0 / BETA_VARIANCE)
    return RaterEvidence(
        information=information[:size, :size] - np.outer(share, information[:size, size]),
        pull=pull[:size] - share * pull[size],
        votes=len(ballots),
        covariates=standardised(covariates, size),
        tie_weight=_tie_weight(cells.ties, votes, design @ state),
        verdicts=True,
    )


def _tie_weight(ties: FloatArray, votes: FloatArray, d: FloatArray) -> float | None:
    """Find the weight of ties at which as many are expected as there are."""
    total = float(ties.sum())
    if total == 0.0:
        return None
    weight = START_NU
    for _ in range(MAX_STEPS):
        over_z = 1.0 / (2.0 * np.cosh(d / 2.0) + weight)
        weight = (total + NU_SHAPE) / (float(votes @ over_z) + NU_SHAPE / START_NU)
    return weight


def metric_evidence(
    mean_score: FloatArray, answers: FloatArray, covariates: FloatArray | None = None
) -> RaterEvidence:
    """Turn a metric's mean scores into a pseudo-observation of logits.

    Args:
        mean_score: mean score of each prompt in 0 .. 1, shape (K,); ignored where unanswered.
        answers: how many answers of each prompt were scored, shape (K,).
        covariates: columns that may bias it, shape (K, C); standardised here.

    Returns:
        Independent observations of logit of the smoothed mean score.
    """
    answers = np.asarray(answers, dtype=np.float64)
    score = np.where(answers > 0, np.asarray(mean_score, dtype=np.float64), 0.5)
    smoothed = (score * answers + 1.0) / (answers + 2.0)
    known = answers * smoothed * (1.0 - smoothed)
    logit = np.log(smoothed / (1.0 - smoothed))
    # Only differences of utilities matter: the level common to all prompts is integrated out.
    share = known / max(float(known.sum()), 1e-12)
    return RaterEvidence(
        information=np.diag(known) - np.outer(share, known),
        pull=known * logit - share * float(known @ logit),
        votes=int(answers.sum()),
        covariates=standardised(covariates, len(answers)),
    )


def standardised(covariates: FloatArray | None, size: int) -> FloatArray:
    """Centre and scale columns; a constant column is dropped.

    Args:
        covariates: shape (K, C), or None for none.
        size: number of prompts K.

    Returns:
        Shape (K, C') with C' <= C.
    """
    if covariates is None:
        return np.zeros((size, 0))
    columns = np.asarray(covariates, dtype=np.float64).reshape(size, -1)
    spread = columns.std(axis=0)
    keep = spread > 1e-12
    return np.asarray((columns[:, keep] - columns[:, keep].mean(axis=0)) / spread[keep])


def _logistic(d: FloatArray) -> FloatArray:
    return np.asarray(0.5 * (1.0 + np.tanh(d / 2.0)))
