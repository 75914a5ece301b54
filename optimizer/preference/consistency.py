"""How far raters agree: the person with themselves, a judge with the person, and when a judge's
praise has stopped meaning anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.preference.arrays import BoolArray
from optimizer.preference.ballots import LEFT, RIGHT, TIE, Ballots
from optimizer.preference.confirmation import exact_interval
from optimizer.preference.posterior import Posterior
from optimizer.preference.reports import p_beats

JUDGE_SURE = 0.9
PERSON_DOUBTS = 0.5
GUARD_VOTES = 20


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two sets of verdicts on the same duels agree.

    Attributes:
        n: how many verdicts were compared.
        share: the share that agrees (left, tie and right told apart).
        low: lower end of the share's exact 90 % interval.
        high: its upper end.
        kappa: Cohen's kappa, agreement beyond chance; 0 when it is undefined.
    """

    n: int
    share: float
    low: float
    high: float
    kappa: float


def agreement(first: Sequence[int], second: Sequence[int]) -> Agreement:
    """Compare verdicts on the same duels, seen from the same side.

    Args:
        first: outcomes +1, 0, -1 of one rater.
        second: outcomes of the other one, in the same order.

    Returns:
        The share that agrees and Cohen's kappa (J. Cohen, 1960).
    """
    one, two = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    n = len(one)
    if n == 0:
        return Agreement(0, 0.0, 0.0, 1.0, 0.0)
    same = int(np.sum(one == two))
    chance = sum(float(np.mean(one == k) * np.mean(two == k)) for k in (LEFT, TIE, RIGHT))
    kappa = (same / n - chance) / (1.0 - chance) if chance < 1.0 - 1e-12 else 0.0
    low, high = exact_interval(same, n)
    return Agreement(n, same / n, low, high, kappa)


def self_agreement(ballots: Ballots) -> Agreement:
    """Compare a person's verdicts on the same pair and example, wherever it was shown again.

    Args:
        ballots: votes in time order; raters are kept apart.

    Returns:
        The agreement of each repeat with the verdict before it, whichever sides were shown.
    """
    seen: dict[tuple[int, int, int, int], list[int]] = defaultdict(list)
    again = ballots.take(_repeated(ballots))
    for place in range(len(again)):
        vote = again[place]
        low, high = sorted((vote.left, vote.right))
        outcome = vote.outcome if vote.left == low else -vote.outcome
        seen[(vote.rater, vote.example, low, high)].append(outcome)
    before = [o for outcomes in seen.values() for o in outcomes[:-1]]
    after = [o for outcomes in seen.values() for o in outcomes[1:]]
    return agreement(before, after)


def _repeated(ballots: Ballots) -> BoolArray:
    """Return which votes are of a rater on a pair and example that it judged more than once."""
    asked = np.stack(
        [
            ballots.rater,
            ballots.example,
            np.minimum(ballots.left, ballots.right),
            np.maximum(ballots.left, ballots.right),
        ]
    )
    key = np.zeros(len(ballots), dtype=np.int64)
    for column in asked:
        values, place = np.unique(column, return_inverse=True)
        # Numbered anew at every step, so that no product grows beyond the number of votes squared.
        key = np.unique(key * len(values) + place.reshape(-1), return_inverse=True)[1].reshape(-1)
    often = np.bincount(key)[key] > 1 if len(key) else np.zeros(0, dtype=bool)
    return np.asarray(often & (ballots.example >= 0))


def shared_verdicts(person: Ballots, judge: Ballots) -> tuple[list[int], list[int]]:
    """Find the duels that both a person and a judge have judged.

    Args:
        person: the person's votes.
        judge: the judge's votes; one verdict per pair and example is expected.

    Returns:
        The person's and the judge's outcomes in the same order, for `agreement`.
    """
    verdicts = {}
    for place in range(len(judge)):
        vote = judge[place]
        verdicts[(vote.example, vote.left, vote.right)] = vote.outcome
        verdicts[(vote.example, vote.right, vote.left)] = -vote.outcome
    pairs = []
    for place in range(len(person)):
        vote = person[place]
        key = (vote.example, vote.left, vote.right)
        if vote.example >= 0 and key in verdicts:
            pairs.append((vote.outcome, verdicts[key]))
    return [one for one, _ in pairs], [two for _, two in pairs]


def over_optimized(person: Posterior, judge: Posterior, candidate: int, baseline: int) -> bool:
    """Say whether a candidate pleases the judge while the person sees no gain.

    Args:
        person: posterior of the person's votes alone.
        judge: posterior fitted to the judge's votes alone.
        candidate: index of the prompt in question.
        baseline: index of the start prompt.

    Returns:
        True when the judge is sure of a gain that the person, after 20 votes, rather denies.
    """
    if person.votes < GUARD_VOTES or candidate == baseline:
        return False
    judged = p_beats(judge, candidate, baseline)
    return judged > JUDGE_SURE and p_beats(person, candidate, baseline) < PERSON_DOUBTS
