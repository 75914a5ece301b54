"""How each of several people votes beside the others, learned from the same votes.

What is looked for is what the people prefer together. A vote of person r shows it through r's
manner: d = gain_r (f_left - f_right) + beta + side_r, and r's weight of ties is nu ties_r. A gain
of 0 is somebody who votes as dice fall. It is the model of annotators of X. Chen, P. Bennett,
K. Collins-Thompson, E. Horvitz, "Pairwise ranking aggregation in a crowdsourced setting" (WSDM
2013), with a graded gain, and a side and ties of one's own. Everybody is expected to vote as the
others do. Gains are weighed by the evidence of all votes, because a posterior that has learned
somebody's votes agrees with them; sides and ties by their expected likelihood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from optimizer.preference.arrays import BoolArray, FloatArray
from optimizer.preference.ballots import USUAL, Ballots, Cells, Manner, joined, tally, with_manner
from optimizer.preference.gaussian import Gaussian
from optimizer.preference.laplace import laplace, peak
from optimizer.preference.newton import Fitting, Laplace, Peak

# The evidence is smooth in a gain: a curve through five values of it is as good as many.
MEASURED = np.array([0.0, 0.5, 1.0, 1.5, 2.0])
GAINS = np.linspace(0.0, 2.0, 17)
SIDES = np.array([-2.4, -1.6, -1.0, -0.6, -0.3, 0.0, 0.3, 0.6, 1.0, 1.6, 2.4])
TIES = np.array([0.16, 0.25, 0.4, 0.63, 0.8, 1.0, 1.25, 1.6, 2.5, 4.0, 6.3])
GAIN_DEVIATION, SIDE_DEVIATION, TIES_DEVIATION = 0.5, 0.5, 0.5
# However far somebody is from the others, it is no less likely than this: exp(-2) of the usual.
RARE = 2.0
# Fewer votes say next to nothing of how somebody votes.
FEW = 5
ROUNDS = 3
TOLERANCE = 0.05
NODES = 9


def manners_of(
    ballots: Ballots,
    how: Fitting,
    prior: Gaussian,
    pooled: Peak | Laplace,
    *,
    by_example: bool = False,
    discrimination: float = 1.0,
) -> dict[int, Manner]:
    """Learn how each person votes beside the others.

    Args:
        ballots: all votes of people.
        how: how votes are fitted.
        prior: the prior that suits the votes best.
        pooled: their mode under it, as if one person had cast them all.
        by_example: keep the examples apart (see `tally`).
        discrimination: of the examples that were picked (see `tally`).

    Returns:
        A manner per rater with at least five votes; empty when there are no two of them, for then
        there is nobody to compare with.
    """
    if not several(ballots):
        return {}
    known = _known(ballots)

    def summed(which: BoolArray) -> Cells:
        votes = ballots.take(which)
        return tally(votes, by_example=by_example, discrimination=discrimination)

    others = summed(~np.isin(ballots.rater, known))
    own = {who: summed(ballots.rater == who) for who in known}
    # In an order that does not depend on what the people are called.
    people = sorted(known, key=lambda who: _content(own[who]))

    def cells_of(manners: Mapping[int, Manner]) -> Cells:
        return joined([others, *(with_manner(own[who], manners[who]) for who in people)])

    manners = dict.fromkeys(people, USUAL)
    near = pooled
    for _ in range(ROUNDS):
        found = {}
        base = near = laplace(cells_of(manners), prior, how, near)
        for who, before in manners.items():
            scores = [
                peak(
                    cells_of({**manners, who: replace(before, gain=gain)}), prior, how, base
                ).log_evidence
                for gain in MEASURED.tolist()
            ]
            line = np.polyval(np.polyfit(MEASURED, scores, len(MEASURED) - 1), GAINS)
            gain = _mean(GAINS, line + _prior(GAINS - 1.0, GAIN_DEVIATION))
            found[who] = _manner(base, own[who], replace(before, gain=gain))
        moved = max(_apart(found[who], manners[who]) for who in people)
        manners = found
        if moved < TOLERANCE:
            break
    return manners


def _content(cells: Cells) -> bytes:
    votes = (
        cells.left,
        cells.right,
        cells.example,
        cells.wins,
        cells.ties,
        cells.losses,
        cells.gain,
    )
    return b"".join(part.tobytes() for part in votes)


def several(ballots: Ballots) -> bool:
    """Return whether more than one person voted often enough to be told apart."""
    return len(_known(ballots)) > 1


def _known(ballots: Ballots) -> list[int]:
    everybody, votes = np.unique(ballots.rater, return_counts=True)
    return [int(who) for who in everybody[votes >= FEW]]


def _manner(fitted: Laplace, cells: Cells, before: Manner) -> Manner:
    """Return a person's manner with the side and the ties that are expected of them."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights = weights / weights.sum()
    mean, covariance = fitted.mean, fitted.covariance
    left, right, own = cells.left, cells.right, np.diag(fitted.covariance)
    spread = own[left] + own[right] - 2.0 * covariance[left, right]
    across = covariance[left, -1] - covariance[right, -1]
    gain = before.gain * cells.gain
    variance = gain**2 * spread + 2.0 * gain * across + own[-1]
    start = gain * (mean[left] - mean[right]) + mean[-1]
    d = start[:, None] + np.sqrt(np.maximum(variance, 0.0))[:, None] * nodes
    votes = cells.wins + cells.ties + cells.losses

    def expected(side: FloatArray, ties: FloatArray) -> FloatArray:
        """Return the expected log-likelihood of every side or weight of ties, shape (M,)."""
        half = np.abs(d + side[:, None, None]) / 2.0
        nu = (fitted.nu * ties)[:, None, None]
        log_z = (half + np.log1p(np.exp(-2.0 * half) + nu * np.exp(-half))) @ weights
        leaning = (cells.wins - cells.losses) * side[:, None] / 2.0
        return np.asarray((leaning - votes * log_z + cells.ties * np.log(nu[:, 0])).sum(axis=1))

    one = np.ones(1)
    side = _mean(SIDES, expected(SIDES, before.ties * one) + _prior(SIDES, SIDE_DEVIATION))
    logs = np.log(TIES)
    ties = np.exp(_mean(logs, expected(side * one, TIES) + _prior(logs, TIES_DEVIATION)))
    return Manner(before.gain, side, float(ties))


def _prior(away: FloatArray, deviation: float) -> FloatArray:
    """Return the log-prior of every step of a grid, which may be uneven."""
    likely = -np.minimum(0.5 * (away / deviation) ** 2, RARE)
    return np.asarray(likely + np.log(np.gradient(away)))


def _mean(grid: FloatArray, scores: FloatArray) -> float:
    weights = np.exp(scores - scores.max())
    return float(weights @ grid / weights.sum())


def _apart(one: Manner, two: Manner) -> float:
    ties = abs(float(np.log(one.ties / two.ties)))
    return max(abs(one.gain - two.gain), abs(one.side - two.side), ties)
