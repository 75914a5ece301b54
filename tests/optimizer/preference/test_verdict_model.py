from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike

from optimizer.preference import Ballot, Ballots, Pool, fit, prior_grid
from optimizer.preference.verdict_model import Columns, Expected, VerdictModel, fit_verdicts
from tests.optimizer.preference.worlds import random_votes

UTILITIES = np.array([1.0, 0.3, -0.4, -0.9])
POOL = Pool.flat(4)
DUELS = Ballots.of([Ballot(i, j, 0) for i in range(4) for j in range(4) if i != j])


def columns(signed: ArrayLike, even: ArrayLike | None = None) -> Columns:
    signed = np.asarray(signed, dtype=float).reshape(-1, 1)
    even = np.zeros_like(signed) if even is None else np.asarray(even, dtype=float).reshape(-1, 1)
    return Columns(signed, even)


def nothing(count: int) -> Columns:
    return Columns(np.zeros((count, 0)), np.zeros((count, 0)))


def voted(count: int, seed: int, gamma: float, eta: float) -> tuple[Ballots, Columns]:
    """Votes that a signed and an even covariate move."""
    rng = np.random.default_rng(seed)
    ballots, signed, even = [], rng.normal(size=count), rng.normal(size=count)
    for x, z in zip(signed, even, strict=True):
        left, right = (int(k) for k in rng.choice(4, 2, replace=False))
        d = UTILITIES[left] - UTILITIES[right] + gamma * x
        weights = np.array([np.exp(d / 2), 0.6 * np.exp(eta * z), np.exp(-d / 2)])
        outcome = int(rng.choice([1, 0, -1], p=weights / weights.sum()))
        ballots.append(Ballot(left, right, outcome))
    return Ballots.of(ballots), columns(signed, even)


def test_without_covariates_the_posterior_predicts_the_same() -> None:
    votes = random_votes(UTILITIES, 150, seed=1)
    model = fit_verdicts(prior_grid(POOL), votes, nothing(150))
    posterior = fit(POOL, votes)
    expected = [
        posterior.verdict_probabilities(d.left, d.right) for d in map(DUELS.__getitem__, range(12))
    ]
    assert model.predict(DUELS, nothing(12)) == pytest.approx(np.array(expected), abs=0.02)


def test_covariates_are_learned_and_sharpen_the_prediction() -> None:
    votes, known = voted(600, 2, gamma=0.9, eta=0.7)
    test, seen = voted(600, 3, gamma=0.9, eta=0.7)
    points = prior_grid(POOL)

    def loss(model: VerdictModel, covariates: Columns) -> float:
        chances = model.predict(test, covariates)
        return float(-np.log(chances[np.arange(len(test)), 1 - test.outcome]).mean())

    blind = loss(fit_verdicts(points, votes, nothing(600)), nothing(600))
    assert loss(fit_verdicts(points, votes, known), seen) < blind - 0.05


def test_exchanging_sides_mirrors_the_prediction() -> None:
    votes, known = voted(120, 4, gamma=0.5, eta=0.3)
    points = prior_grid(POOL)
    mirrored = Columns(-known.signed, known.even)
    one = fit_verdicts(points, votes, known).predict(votes, known)
    two = fit_verdicts(points, votes.swapped(), mirrored).predict(votes.swapped(), mirrored)
    assert one == pytest.approx(two[:, ::-1], abs=1e-6)


def test_the_order_of_votes_does_not_matter() -> None:
    votes, known = voted(80, 5, gamma=0.5, eta=0.3)
    order = np.random.default_rng(0).permutation(80)
    points = prior_grid(POOL)
    shuffled = fit_verdicts(
        points, votes.take(order), Columns(known.signed[order], known.even[order])
    )
    one = fit_verdicts(points, votes, known).predict(votes, known)
    assert shuffled.predict(votes, known) == pytest.approx(one, abs=1e-6)


def test_what_was_expected_holds_before_the_first_vote() -> None:
    none = columns(np.zeros(0))
    sure = Expected(np.array([2.0]), np.array([0.1]), np.array([0.0]), np.array([0.1]))
    model = fit_verdicts(prior_grid(POOL), Ballots.empty(), none, expected=sure)
    won, _, lost = model.predict(DUELS.take(slice(0, 1)), columns([1.0]))[0]
    assert won > 2 * lost


def test_chances_add_up_to_one() -> None:
    votes, known = voted(40, 6, gamma=1.0, eta=1.0)
    chances = fit_verdicts(prior_grid(POOL), votes, known).predict(votes, known)
    assert chances.sum(axis=1) == pytest.approx(np.ones(40))


def test_the_weights_of_signed_covariates_are_told_with_their_error() -> None:
    votes, known = voted(600, 7, gamma=0.9, eta=0.0)
    mean, deviation = fit_verdicts(prior_grid(POOL), votes, known).signed_weights()
    assert mean.shape == deviation.shape == (1,)
    assert abs(mean[0] - 0.9) < 3 * deviation[0] < 0.5
