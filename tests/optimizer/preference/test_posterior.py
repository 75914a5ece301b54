from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from optimizer.preference import Ballot, Ballots, Hyper, Pool, fit, prior_at
from optimizer.preference.prior import PriorPoint
from tests.optimizer.preference.worlds import cases, random_votes


def at(pool: Pool, hyper: Hyper) -> list[PriorPoint]:
    return [PriorPoint(hyper, 0.0, prior_at(pool, hyper))]


@settings(max_examples=40, deadline=None)
@given(cases())
def test_sequential_updates_follow_the_full_refit(case):
    pool, ballots = case
    ballots = ballots.take(slice(0, 4))
    points = at(pool, Hyper(scale=0.6, step_share=1.0))
    posterior = fit(pool, Ballots.empty(), points=points, nu=0.4)
    for k in range(len(ballots)):
        posterior = posterior.update(ballots[k])
    whole = fit(pool, ballots, points=points, nu=0.4, tolerance=1e-9)
    # Wider than the bound below: four votes on one pair of far descendants are the worst case.
    bound = 1e-2 if not pool.grows else 5e-2
    assert posterior.mean == pytest.approx(whole.mean, abs=bound)
    assert posterior.votes == whole.votes


@pytest.mark.parametrize("scale", [0.2, 0.35, 0.6])
@pytest.mark.parametrize("seed", range(10))
def test_four_votes_from_none_stay_within_the_bound(scale, seed):
    pool = Pool.flat(10)
    points = at(pool, Hyper(scale=scale))
    ballots = random_votes(np.random.default_rng(seed).normal(size=10), 4, seed)
    posterior = fit(pool, Ballots.empty(), points=points, nu=0.4)
    for k in range(4):
        posterior = posterior.update(ballots[k])
    whole = fit(pool, ballots, points=points, nu=0.4, tolerance=1e-9)
    assert posterior.state_mean == pytest.approx(whole.state_mean, abs=5e-3)


def test_an_update_learns_the_side_offset_too():
    posterior = fit(Pool.flat(4), Ballots.empty())
    for left, right in ((0, 1), (1, 2), (2, 3), (3, 0)):
        posterior = posterior.update(Ballot(left, right, 1))
    assert posterior.beta > 0.1
    assert posterior.mean == pytest.approx(np.zeros(4), abs=0.1)


def test_a_fantasised_vote_lowers_the_variance_and_keeps_the_mean():
    posterior = fit(Pool.flat(5), random_votes(np.arange(5) / 3, 20, seed=2))
    after = posterior.fantasised(1, 4)
    assert after.difference(1, 4)[1] < posterior.difference(1, 4)[1]
    assert after.mean == pytest.approx(posterior.mean)
    assert np.linalg.eigvalsh(after.state_covariance).min() > 0


def test_a_child_starts_at_its_parents_mean_and_the_expected_drift():
    pool = Pool(parents=((), (0,), (0,), (1,)))
    posterior = fit(pool, random_votes(np.array([0.0, 1.0, -1.0, 1.5]), 80, seed=5))
    grown = posterior.with_child((3,))
    assert len(grown) == 5
    assert grown.mean[4] == pytest.approx(posterior.mean[3] + posterior.drift)
    assert grown.beta == posterior.beta
    assert grown.covariance[4, 4] > posterior.covariance[3, 3]
    assert grown.difference(4, 3)[1] ** 2 == pytest.approx(posterior.step_variance)
    assert grown.mean[:4] == pytest.approx(posterior.mean)


def test_a_merge_starts_between_its_parents():
    posterior = fit(Pool.flat(3), random_votes(np.array([1.0, 0.0, -1.0]), 60, seed=6))
    grown = posterior.with_child((0, 2))
    assert grown.mean[3] == pytest.approx(posterior.mean[[0, 2]].mean() + posterior.drift)
    assert np.linalg.eigvalsh(grown.state_covariance).min() > 0


def test_appending_a_child_equals_a_refit_with_it():
    """At one setting of the hyperparameters nothing is approximated."""
    hyper = Hyper(scale=0.6, step_share=0.3, drift=-0.2)
    ballots = random_votes(np.array([0.0, 0.5, -0.5]), 15, seed=7)
    small, large = Pool(parents=((), (0,), (0,))), Pool(parents=((), (0,), (0,), (1,)))
    appended = fit(small, ballots, points=at(small, hyper), tolerance=1e-9).with_child((1,))
    whole = fit(large, ballots, points=at(large, hyper), tolerance=1e-9)
    assert appended.state_mean == pytest.approx(whole.state_mean, abs=1e-7)
    assert appended.state_covariance == pytest.approx(whole.state_covariance, abs=1e-7)


def test_a_new_root_knows_nothing_of_the_others():
    posterior = fit(Pool.flat(2), random_votes(np.array([0.5, -0.5]), 20, seed=8))
    grown = posterior.with_child(())
    assert grown.mean[2] == 0.0
    assert grown.covariance[2, :2] == pytest.approx([0.0, 0.0])
    assert grown.covariance[2, 2] == pytest.approx(posterior.root_variance)


def test_draws_have_the_posteriors_moments():
    posterior = fit(Pool.flat(3), random_votes(np.array([0.6, 0.0, -0.6]), 40, seed=9))
    draws = posterior.draws(np.random.default_rng(1), 20_000)
    assert draws.mean(axis=0) == pytest.approx(posterior.mean, abs=0.02)
    assert np.cov(draws.T) == pytest.approx(posterior.covariance, abs=0.02)


def test_predicted_verdicts_add_up_and_favour_the_better_side():
    posterior = fit(Pool.flat(2), Ballots.of([Ballot(0, 1, 1), Ballot(1, 0, -1)] * 6))
    left, tie, right = posterior.verdict_probabilities(0, 1)
    assert left + tie + right == pytest.approx(1.0)
    assert left > right
