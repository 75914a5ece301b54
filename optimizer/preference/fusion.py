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
from optimizer.preference.ballots import Ballots, Cells, Manner, tally
from optimizer.preference.beliefs import Belief, believing
from optimizer.preference.davidson import START_NU
from optimizer.preference.gaussian import Gaussian
from optimizer.preference.grid import average, effect_of_examples
from optimizer.preference.laplace import PATH_TOLERANCE, Laplace, laplace
from optimizer.preference.manners import manners_of, several
from optimizer.preference.pool import Pool
from optimizer.preference.posterior import Posterior
from optimizer.preference.prior import Hyper, PriorPoint, prior_grid
from optimizer.preference.raters import RaterEvidence

AGREEMENTS = (0.0, 0.25, 0.5, 0.7, 0.85, 0.96)
SPREADS = (0.1, 0.14, 0.2, 0.28, 0.4, 0.57, 0.8, 1.13, 1.6, 2.26, 3.2)
BIASES = (0.0, 0.1, 0.2, 0.4, 0.8, 1.6)
# A judge mostly shares the person's taste or is of no use; in between is rare.
AGREEMENT_ODDS = (4.0, 0.5, 0.5, 1.0, 2.0, 2.0)
# Before any vote the person's utilities are thought to spread like the judge's, a little less.
SPREAD_RATIO, RATIO_DEVIATION = 0.85, 0.45
TRUSTED_SPREAD, SPREAD_DEVIATION = 0.8, 0.5
SWEEPS = 3
KEPT_MASS = 0.95
DROP_AFTER = 30
DROP_BELOW = 0.3


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
        reports: one per rater, in their order.
        points: the person's priors that the raters' evidence leaves, as far as they matter.
        nu_centre: where the weight of ties was expected before the person's votes.
    """

    posterior: Posterior
    reports: tuple[RaterReport, ...]
    points: tuple[PriorPoint, ...]
    nu_centre: float


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
    beliefs: Sequence[Belief] = (),
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
    effect_variance = effect_of_examples(n_examples)
    apart = effect_variance > 0.0

    def fitted(cells: Cells, point: PriorPoint) -> Laplace:
        return laplace(
            cells,
            point.gaussian,
            nu=nu,
            nu_centre=_tie_centre(active),
            tolerance=tolerance,
            effect_variance=effect_variance,
        )

    def learn(branches: Sequence[_Branch]) -> list[Laplace]:
        return [fitted(cells, branch.point) for branch in branches]

    active = [rater for rater in raters if rater.votes > 0]
    start = [_Branch(point, ()) for point in believing(prior_grid(pool), beliefs)]
    cells = tally(ballots, by_example=apart)
    manners: dict[int, Manner] = {}
    if several(ballots):
        best = start[int(np.argmax(_weights(start, learn(start))))].point
        manners = manners_of(ballots, lambda cells: fitted(cells, best), by_example=apart)
        cells = tally(ballots, by_example=apart, manners=manners)
    reports: dict[int, RaterReport] = {}
    while True:
        branches, fits = start, learn(start)
        for rater in active:
            branches, fits = _keep_mass(branches, fits)
            branches = _joined_by(branches, rater, _weights(branches, fits))
            fits = learn(branches)
        posterior = average(
            [branch.point for branch in branches],
            fits,
            votes=len(ballots),
            effect_variance=effect_variance,
        )
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
    unheard = RaterReport(float(np.mean(AGREEMENTS)), 1.0, (), 0, dropped=False)
    return Fusion(
        replace(posterior, manners=manners),
        tuple(reports.get(id(rater), unheard) for rater in raters),
        tuple(branch.point for branch in branches),
        _tie_centre(active),
    )


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
    for agreement, _ in _agreements(rater):
        attitude = Attitude(agreement, spread, biases)
        _, _, surprise, own, shift = _joint(prior, scale, rater, attitude)
        mixed = np.eye(len(prior.mean)) + own @ rater.information
        reach = np.linalg.solve(mixed, own @ surprise)
        scores.append(
            shift + 0.5 * float(surprise @ reach) - 0.5 * float(np.linalg.slogdet(mixed)[1])
        )
    return float(np.logaddexp.reduce(scores))


def _search(prior: Gaussian, scale: float, rater: RaterEvidence) -> tuple[float, tuple[float, ...]]:
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
            found[structure] = _search(point.gaussian, point.hyper.scale, rater)
    for branch in branches:
        point = branch.point
        spread, biases = found[(*_structure(point.hyper), branch.attitudes)]
        like = rater.verdicts or rater.trusted
        likeness = _log_likeness(point.hyper.scale, spread) if like else 0.0
        for agreement, odds in _agreements(rater):
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


def _agreements(rater: RaterEvidence) -> Sequence[tuple[float, float]]:
    """Return how far the rater may agree with the person, with the odds of each."""
    if rater.trusted:
        return ((1.0, 1.0),)
    return tuple(zip(AGREEMENTS, AGREEMENT_ODDS, strict=True))


def _log_likeness(scale: float, spread: float) -> float:
    """Return how well the person's scale goes with the rater's spread, as a log-prior."""
    away = float(np.log(scale / (SPREAD_RATIO * spread))) / RATIO_DEVIATION
    return -0.5 * away**2


def _tie_centre(raters: Sequence[RaterEvidence]) -> float:
    """Expect the person's weight of ties between the usual one and the other raters'."""
    known = [np.log(rater.tie_weight) for rater in raters if rater.tie_weight is not None]
    if not known:
        return START_NU
    return float(np.exp((np.log(START_NU) + np.mean(known)) / 2.0))


def _structure(hyper: Hyper) -> tuple[float, float]:
    return hyper.step_share, hyper.feature_share


def _weights(branches: Sequence[_Branch], fits: Sequence[Laplace]) -> FloatArray:
    scores = np.array(
        [fit.log_evidence + b.point.log_weight for b, fit in zip(branches, fits, strict=True)]
    )
    weights = np.exp(scores - scores.max())
    return np.asarray(weights / weights.sum())


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
