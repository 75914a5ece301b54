"""Evidence of raters other than the person, each as one normal pseudo-observation.

A rater's own utilities j are fitted apart from the person's. What is kept is the quadratic shape
of its log-likelihood, exp(-j' information j / 2 + pull' j): all that `fusion` needs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.preference.ballots import Ballots, tally
from optimizer.preference.davidson import BETA_VARIANCE, curve
from optimizer.preference.gaussian import Gaussian
from optimizer.preference.laplace import laplace
from optimizer.preference.newton import Fitting
from optimizer.preference.prompt_space import gathered, information

OWN_VARIANCE = 1.5**2
TOLERANCE = 1e-9


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
    """Fit one rater's votes as a person's are: Davidson's model, a side offset and ties of its own.

    So its utilities are logits of the same kind as the person's, however often either says "tie".
    Abstentions must not be among the votes.

    Args:
        ballots: this rater's votes only.
        size: number of prompts K.
        covariates: columns that may bias it, shape (K, C); standardised here.

    Returns:
        The pseudo-observation at the mode, with the side offset integrated out.
    """
    cells = tally(ballots)
    prior = Gaussian.of(np.zeros(size), OWN_VARIANCE * np.eye(size))
    fitted = laplace(cells, prior, Fitting(tolerance=TOLERANCE))
    mode, nu = fitted.mode, fitted.nu
    shape = curve(cells, mode[cells.left] - mode[cells.right] + mode[size], nu)
    known = information(cells, shape.curvature, size)
    pull = gathered(cells, shape.slope, size) + known @ mode
    share = known[:size, size] / (known[size, size] + 1.0 / BETA_VARIANCE)
    return RaterEvidence(
        information=known[:size, :size] - np.outer(share, known[:size, size]),
        pull=pull[:size] - share * pull[size],
        votes=len(ballots),
        covariates=standardised(covariates, size),
        tie_weight=nu if cells.ties.any() else None,
        verdicts=True,
    )


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
