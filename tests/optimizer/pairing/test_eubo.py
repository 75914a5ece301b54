from __future__ import annotations

import numpy as np
import pytest

from optimizer.pairing import Eubo, History
from optimizer.pairing.eubo import expected_better
from optimizer.preference import Pool, fit
from tests.optimizer.preference.worlds import random_votes


def test_the_closed_form_is_the_expectation_of_the_better_one():
    posterior = fit(Pool.flat(4), random_votes(np.array([0.5, 0.0, -0.5, 0.2]), 25, seed=1))
    rng = np.random.default_rng(2)
    draws = rng.multivariate_normal(posterior.mean, posterior.covariance, 200_000)
    low, high = np.array([0, 1, 2]), np.array([1, 3, 3])
    sampled = np.maximum(draws[:, low], draws[:, high]).mean(axis=0)
    assert expected_better(posterior, low, high) == pytest.approx(sampled, abs=5e-3)


def test_the_leading_pair_is_compared():
    utilities = np.array([2.0, 1.8, -1.0, -1.5, -2.0])
    posterior = fit(Pool.flat(5), random_votes(utilities, 200, seed=3))
    ranking = Eubo().rank(posterior, np.ones(5, bool), History(), np.random.default_rng(0))
    assert ranking[0] == (0, 1)


def test_an_unseen_child_of_the_leader_is_asked_about():
    utilities = np.array([0.0, 1.0, -1.0])
    posterior = fit(Pool(parents=((), (0,), (0,))), random_votes(utilities, 60, seed=4))
    grown = posterior.with_child((1,))
    ranking = Eubo().rank(grown, np.ones(4, bool), History(), np.random.default_rng(0))
    assert 3 in ranking[0]


def test_a_queue_spreads_over_pairs():
    posterior = fit(Pool.flat(8), random_votes(np.zeros(8), 4, seed=5))
    queue = Eubo().queue(posterior, np.ones(8, bool), History(), 4, np.random.default_rng(0))
    assert len({tuple(sorted(pair)) for pair in queue}) >= 3
