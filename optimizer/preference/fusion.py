"""Judges, metrics and other people beside the person: correlated tastes with learned agreement.

The person's utilities are f = s t; a rater's are j = v (k t + sqrt(1 - k^2) u) + its biases. How
far k the rater agrees with the person is learned only from the person's own votes on the same
prompts; k = 0 stays possible, so a useless rater is nearly harmless. A rater's votes are never
pooled with the person's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.preference.attitudes import (
    AGREEMENT_ODDS,
    AGREEMENTS,
    Attitude,
    agreements,
    condition,
    log_likeness,
    search,
)
from optimizer.preference.ballots import Ballots
from optimizer.preference.davidson import START_NU
from optimizer.preference.evidence import weights_of
from optimizer.preference.expectations import Expectation, believing
from optimizer.preference.gaussian import Gaussian
from optimizer.preference.grid import average, effect_of_examples
from optimizer.preference.laplace import fits
from optimizer.preference.newton import PATH_TOLERANCE, Fitting, Laplace
from optimizer.preference.pool import Pool
from optimizer.preference.posterior import Posterior
from optimizer.preference.prior import Hyper, PriorPoint, prior_grid
from optimizer.preference.raters import RaterEvidence
from optimizer.preference.reading import read_votes

KEPT_MASS = 0.95
DROP_AFTER = 30
DROP_BELOW = 0.3


@dataclass(frozen=True, slots=True)
class RaterReport:
    """What was learned of one rater.

    Attributes:
        agreement: expected agreement with the person's taste, 0 to 1.
        spread: expected spread of its utilities (see `Attitude`).
        biases: expected strength of each covariate's bias.
        votes: how many votes or scored answers it rests on.
        dropped: whether it was left out because the person's votes contradict it.
    """

    agreement: float
    spread: float
    biases: tuple[float, ...]
    votes: int
    dropped: bool


@dataclass(frozen=True, slots=True, eq=False)
class Fusion:
    """The posterior from all raters, and one report for each of them.

    Attributes:
        posterior: of the person's utilities.
        alone: the same from the person's votes only, for choosing what to ask (see `asked_by`).
        reports: one per rater, in their order.
        points: the person's priors that the raters' evidence leaves, as far as they matter.
        nu_centre: where the weight of ties was expected before the person's votes.
    """

    posterior: Posterior
    alone: Posterior
    reports: tuple[RaterReport, ...]
    points: tuple[PriorPoint, ...]
    nu_centre: float


def asked_by(posterior: Posterior, alone: Posterior | None) -> Posterior:
    """Return by which belief the next duel is chosen: every second one as if nobody else spoke.

    Else a judge of no use would have the person vote among its own favourites for long, and votes
    among them tell neither which prompt is best nor what the judge is worth.

    Args:
        posterior: what is believed.
        alone: what would be from the person's votes only; None when nobody else is heard.
    """
    return posterior if alone is None or posterior.votes % 2 == 0 else alone


@dataclass(frozen=True, slots=True, eq=False)
class _Branch:
    """A point of the grid with what was assumed of every rater so far."""

    point: PriorPoint
    attitudes: tuple[Attitude, ...]


def fit_with_raters(
    pool: Pool,
    ballots: Ballots,
    raters: Sequence[RaterEvidence],
    *,
    n_examples: int | None = None,
    beliefs: Sequence[Expectation] = (),
    nu: float | None = None,
    tolerance: float = PATH_TOLERANCE,
) -> Fusion:
    """Learn from the person's votes with any number of further raters beside.

    Args:
        pool: the prompts.
        ballots: people's votes alone; of several people `manners` are learned as in `grid.fit`.
        raters: the other raters' evidence, each over all prompts of the pool.
        n_examples: size of the tuning set (see `grid.fit`).
        beliefs: what the person believed of some prompts beforehand.
        nu: weight of ties, or None to find it.
        tolerance: largest last step of Newton's method, in logits.

    Returns:
        The averaged posterior of the *person's* utilities, and a report per rater. A rater whose
        expected agreement is below 0.3 after 30 votes of the person is left out and marked.
    """
    effect_variance = effect_of_examples(n_examples, len(ballots))
    apart = effect_variance > 0.0

    def how() -> Fitting:
        return Fitting(nu, _tie_centre(active), tolerance, effect_variance)

    def learn(branches: Sequence[_Branch]) -> list[Laplace]:
        return fits(reading.cells, [branch.point.gaussian for branch in branches], how())

    def mixture(branches: Sequence[_Branch], fitted: Sequence[Laplace]) -> Posterior:
        points = [branch.point for branch in branches]
        return average(points, fitted, reading, votes=len(ballots), n_examples=n_examples)

    active = [rater for rater in raters if rater.votes > 0]
    start = [_Branch(point, ()) for point in believing(prior_grid(pool), beliefs)]
    reading = read_votes(ballots, [branch.point for branch in start], how(), by_example=apart)
    reports: dict[int, RaterReport] = {}
    while True:
        branches, fitted = start, learn(start)
        alone = mixture(branches, fitted)
        for rater in active:
            branches, fitted = _keep_mass(branches, fitted)
            branches = _joined_by(branches, rater, _weights(branches, fitted))
            fitted = learn(branches)
        posterior = mixture(branches, fitted)
        useless = []
        for place, rater in enumerate(active):
            report = _report(rater, place, branches, posterior.weights)
            if len(ballots) >= DROP_AFTER and report.agreement < DROP_BELOW:
                report = replace(report, dropped=True)
                useless.append(rater)
            reports[id(rater)] = report
        if not useless:
            break
        active = [rater for rater in active if rater not in useless]
    expected = float(np.average(AGREEMENTS, weights=AGREEMENT_ODDS))
    unheard = RaterReport(expected, 1.0, (), 0, dropped=False)
    return Fusion(
        posterior,
        alone,
        tuple(reports.get(id(rater), unheard) for rater in raters),
        tuple(branch.point for branch in branches),
        _tie_centre(active),
    )


def _joined_by(
    branches: Sequence[_Branch], rater: RaterEvidence, weights: FloatArray
) -> list[_Branch]:
    """Split every branch by the rater's agreement, conditioned on the rater's evidence."""
    found: dict[tuple[object, ...], tuple[float, tuple[float, ...]]] = {}
    joined = []
    # The heaviest branch of each structure stands for it in the search of spread and biases.
    for place in np.argsort(-weights):
        point, attitudes = branches[place].point, branches[place].attitudes
        structure = (*_structure(point.hyper), attitudes)
        if structure not in found:
            found[structure] = search(point.gaussian, point.hyper.scale, rater)
    for branch in branches:
        point = branch.point
        spread, biases = found[(*_structure(point.hyper), branch.attitudes)]
        like = rater.verdicts or rater.trusted
        likeness = log_likeness(point.hyper.scale, spread) if like else 0.0
        for agreement, odds in agreements(rater):
            attitude = Attitude(agreement, spread, biases)
            mean, covariance, evidence = condition(
                point.gaussian, point.hyper.scale, rater, attitude
            )
            hyper = replace(point.hyper, agreement=(*point.hyper.agreement, agreement))
            weight = point.log_weight + evidence + likeness + float(np.log(odds))
            joined.append(
                _Branch(
                    PriorPoint(hyper, weight, Gaussian.of(mean, covariance)),
                    (*branch.attitudes, attitude),
                )
            )
    return joined


def _tie_centre(raters: Sequence[RaterEvidence]) -> float:
    """Expect the person's weight of ties between the usual one and the other raters'."""
    known = [np.log(rater.tie_weight) for rater in raters if rater.tie_weight is not None]
    if not known:
        return START_NU
    return float(np.exp((np.log(START_NU) + np.mean(known)) / 2.0))


def _structure(hyper: Hyper) -> tuple[float, float, float]:
    return hyper.step_share, hyper.feature_share, hyper.look_share


def _weights(branches: Sequence[_Branch], fits: Sequence[Laplace]) -> FloatArray:
    return weights_of([branch.point for branch in branches], fits)


def _keep_mass(
    branches: Sequence[_Branch], fits: Sequence[Laplace]
) -> tuple[list[_Branch], list[Laplace]]:
    """Keep the fewest branches that hold 95 % of the weight, in their order."""
    weights = _weights(branches, fits)
    order = np.argsort(-weights, kind="stable")
    needed = int(np.searchsorted(np.cumsum(weights[order]), KEPT_MASS)) + 1
    kept = sorted(order[:needed].tolist())
    return [branches[k] for k in kept], [fits[k] for k in kept]


def _report(
    rater: RaterEvidence, place: int, branches: Sequence[_Branch], weights: FloatArray
) -> RaterReport:
    attitudes = [branch.attitudes[place] for branch in branches]
    biases = np.array([attitude.biases for attitude in attitudes]).reshape(len(weights), -1)
    return RaterReport(
        agreement=float(weights @ np.array([a.agreement for a in attitudes])),
        spread=float(weights @ np.array([a.spread for a in attitudes])),
        biases=tuple(float(b) for b in weights @ biases),
        votes=rater.votes,
        dropped=False,
    )
