from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.preference import Ballot, Ballots, Pool, fit, prior_grid, recommended
from tests.optimizer.preference.worlds import cases, random_votes


@settings(max_examples=25, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_votes_does_not_matter(case, random):
    pool, ballots = case
    order = list(range(len(ballots)))
    random.shuffle(order)
    one = fit(pool, ballots)
    two = fit(pool, ballots.take(np.array(order, dtype=np.int64)))
    assert np.array_equal(one.state_mean, two.state_mean)
    assert np.array_equal(one.state_covariance, two.state_covariance)
    assert one.nu == two.nu


@settings(max_examples=25, deadline=None)
@given(cases())
def test_swapping_sides_keeps_utilities_and_negates_the_side_offset(case):
    pool, ballots = case
    one = fit(pool, ballots, tolerance=1e-9)
    two = fit(pool, ballots.swapped(), tolerance=1e-9)
    assert two.mean == pytest.approx(one.mean, abs=1e-7)
    assert two.beta == pytest.approx(-one.beta, abs=1e-7)
    assert two.nu == pytest.approx(one.nu, abs=1e-7)


@settings(max_examples=25, deadline=None)
@given(cases(), st.data())
def test_an_undone_vote_was_never_cast(case, data):
    pool, ballots = case
    extra = Ballot(0, 1, data.draw(st.sampled_from((1, 0, -1))))
    place = len(ballots)
    undone = ballots.with_vote(extra).take(np.arange(place + 1) != place)
    assert np.array_equal(fit(pool, undone).state_mean, fit(pool, ballots).state_mean)


@settings(max_examples=25, deadline=None)
@given(cases())
def test_the_posterior_is_a_proper_distribution(case):
    pool, ballots = case
    posterior = fit(pool, ballots)
    assert np.all(np.isfinite(posterior.state_mean))
    assert np.linalg.eigvalsh(posterior.state_covariance).min() > 0
    assert posterior.weights.sum() == pytest.approx(1.0)
    assert posterior.nu > 0


def test_votes_find_the_best_prompt_and_the_favoured_side():
    utilities = np.array([0.0, 1.2, -0.5, 0.3, -1.0])
    posterior = fit(Pool.flat(5), random_votes(utilities, 400, seed=1))
    assert recommended(posterior) == 1
    assert posterior.beta == pytest.approx(0.3, abs=0.25)
    assert posterior.nu == pytest.approx(0.4, abs=0.15)
    assert np.argsort(posterior.mean).tolist() == np.argsort(utilities).tolist()


def test_drift_is_learned_from_children_that_hurt():
    """A chain of mutations that each lose to their parent pulls the next child's mean down."""
    pool = Pool(parents=((), (0,), (0,), (0,), (0,)))
    losses = [Ballot(0, child, 1) for child in (1, 2, 3, 4) for _ in range(4)]
    wins = [Ballot(0, child, -1) for child in (1, 2, 3, 4) for _ in range(4)]
    hurt, helped = fit(pool, Ballots.of(losses)), fit(pool, Ballots.of(wins))
    assert hurt.drift < -0.2 < helped.drift
    assert len(prior_grid(pool)) == 18


def test_a_small_set_of_examples_learns_more_slowly():
    ballots = Ballots.of([Ballot(0, 1, 1, example=0)] * 8)
    small = fit(Pool.flat(2), ballots, n_examples=3)
    large = fit(Pool.flat(2), ballots, n_examples=40)
    assert small.effect_variance == pytest.approx(0.3)
    assert 0 < small.mean[0] < large.mean[0]


def test_many_votes_and_few_votes_use_different_forms_and_agree_at_the_seam():
    utilities = np.array([0.0, 0.8, -0.4])
    ballots = random_votes(utilities, 60, seed=4)
    posterior = fit(Pool.flat(3), ballots, tolerance=1e-9)
    apart = fit(Pool.flat(3), ballots, n_examples=None, points=prior_grid(Pool.flat(3)))
    assert apart.mean == pytest.approx(posterior.mean, abs=1e-3)


def test_a_vote_on_an_unknown_prompt_is_refused():
    with pytest.raises(ValueError, match="outside the pool"):
        fit(Pool.flat(2), Ballots.of([Ballot(0, 2, 1)]))
