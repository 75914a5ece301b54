from __future__ import annotations

import numpy as np
import pytest

from optimizer.preference import Ballot, Ballots, Expectation, Pool, fit
from tests.optimizer.preference.worlds import random_votes


def test_a_belief_starts_the_search_and_says_nothing_of_others():
    posterior = fit(Pool.flat(3), Ballots.empty(), beliefs=[Expectation(better=1, worse=0)])
    assert posterior.mean[1] > 0 > posterior.mean[0]
    assert posterior.mean[2] == pytest.approx(0.0, abs=1e-9)
    assert posterior.votes == 0


def test_votes_overrule_a_wrong_belief():
    votes = Ballots.of([Ballot(0, 1, 1), Ballot(1, 0, -1)] * 15)
    posterior = fit(Pool.flat(2), votes, beliefs=[Expectation(better=1, worse=0)])
    assert posterior.mean[0] > posterior.mean[1] + 0.5


def test_beliefs_commute():
    beliefs = [
        Expectation(1, 0),
        Expectation(2, 1, gap=1.0),
        Expectation(0, 2, gap=0.1, deviation=2.0),
    ]
    votes = random_votes(np.array([0.0, 0.5, 1.0]), 20, seed=1)
    pool = Pool(parents=((), (0,), (1,)))
    one = fit(pool, votes, beliefs=beliefs, tolerance=1e-9)
    two = fit(pool, votes, beliefs=beliefs[::-1], tolerance=1e-9)
    assert one.mean == pytest.approx(two.mean, abs=1e-8)
    assert one.covariance == pytest.approx(two.covariance, abs=1e-8)


def test_a_belief_about_a_mutation_moves_the_drift():
    pool = Pool(parents=((), (0,), (0,)))
    better = fit(pool, Ballots.empty(), beliefs=[Expectation(1, 0), Expectation(2, 0)])
    assert better.drift > fit(pool, Ballots.empty()).drift
