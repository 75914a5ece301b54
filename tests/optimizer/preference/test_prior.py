from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.preference import Ballot, Ballots, Hyper, Pool, fit, prior_at, prior_grid
from optimizer.preference.prior import FEW_PROMPTS, FLAT_SCALE, LEAD_POWER, flat_centre
from tests.optimizer.preference.worlds import pools, random_votes


def test_grids_have_the_sizes_of_their_families():
    features = np.random.default_rng(0).normal(size=(4, 8))
    assert len(prior_grid(Pool.flat(4))) == 6
    assert len(prior_grid(Pool.flat(4, features))) == 18
    assert len(prior_grid(Pool(parents=((), (0,), (0, 1))))) == 18


def test_a_child_is_its_parent_and_a_step():
    pool = Pool(parents=((), (0,), (1,)))
    prior = prior_at(pool, Hyper(scale=0.6, step_share=0.3, drift=-0.2))
    s2, step = 0.36, 0.108
    assert prior.mean == pytest.approx([0.0, -0.2, -0.4])
    assert prior.covariance[1] == pytest.approx([s2, s2 + step, s2 + step])
    assert prior.covariance[2, 2] == pytest.approx(s2 + 2 * step)


def test_a_merge_is_the_mean_of_its_parents_and_a_step():
    pool = Pool(parents=((), (0,), (), (1, 2)))
    prior = prior_at(pool, Hyper(scale=1.0, step_share=1.0, drift=0.1))
    assert prior.mean[3] == pytest.approx((0.1 + 0.0) / 2 + 0.1)
    assert prior.covariance[3, :3] == pytest.approx(
        (prior.covariance[1] + prior.covariance[2])[:3] / 2
    )
    assert prior.covariance[3, 3] == pytest.approx(0.25 * (2 + 1) + 1)


@settings(deadline=None)
@given(pools())
def test_precision_and_determinant_belong_to_the_covariance(pool):
    for point in prior_grid(pool):
        prior = point.gaussian
        assert prior.precision @ prior.covariance == pytest.approx(np.eye(len(pool)), abs=1e-8)
        assert np.linalg.slogdet(prior.covariance)[1] == pytest.approx(prior.log_determinant)


def test_alike_features_make_alike_roots_but_never_equal_ones():
    features = np.array([[0.0, 1.0], [0.0, 1.01], [3.0, 0.0]])
    prior = prior_at(Pool.flat(3, features), Hyper(scale=1.0, feature_share=0.9))
    assert prior.covariance[0, 1] > prior.covariance[0, 2]
    assert prior.covariance[0, 1] <= 0.9
    grown = prior_at(
        Pool(parents=((), (), (), (0,)), features=np.vstack([features, features[:1]])),
        Hyper(scale=1.0, step_share=0.3, feature_share=0.9),
    )
    assert grown.covariance[3, 1] == pytest.approx(prior.covariance[0, 1])
    assert grown.precision @ grown.covariance == pytest.approx(np.eye(4), abs=1e-8)


def test_equal_features_fall_back_to_white():
    prior = prior_at(Pool.flat(3, np.ones((3, 2))), Hyper(scale=1.0, feature_share=0.9))
    assert prior.covariance == pytest.approx(np.eye(3))


def test_parents_must_come_first():
    with pytest.raises(ValueError, match="must come before"):
        Pool(parents=((1,), ()))


@pytest.mark.parametrize(
    ("pool", "scale"), [(Pool.flat(3), 1.0), (Pool(parents=((), (0,), (0,))), 0.6)]
)
def test_prompts_written_apart_are_expected_to_differ_more_than_descendants(pool, scale):
    assert max(prior_grid(pool), key=lambda point: point.log_weight).hyper.scale == scale


SIZES = (6, 10, 30, 100, 200)


def lead_of(size: int) -> float:
    draws = np.random.default_rng(1).standard_normal((4000, size))
    return float(np.mean(draws.max(axis=1) - np.median(draws, axis=1)))


@pytest.mark.parametrize("size", SIZES)
def test_the_scale_that_is_expected_falls_with_the_lead_of_the_best_of_so_many(size):
    assert flat_centre(size) * lead_of(size) ** LEAD_POWER == pytest.approx(FLAT_SCALE, rel=0.05)


def test_in_a_large_pool_the_best_is_not_expected_further_ahead_than_in_a_small_one():
    leads = [flat_centre(size) * lead_of(size) for size in SIZES]
    assert leads == sorted(leads, reverse=True)
    assert 0.6 * leads[0] < leads[-1]


def test_of_a_handful_of_prompts_nothing_extreme_is_expected():
    assert flat_centre(2) == flat_centre(FEW_PROMPTS) < 1.3


LOOKS = np.array([[2.0, 0.0], [1.9, 0.1], [-2.0, 0.3], [0.0, -0.2], [np.nan, np.nan]])


def test_prompts_whose_outputs_look_alike_go_together_and_opposites_against_each_other():
    prior = prior_at(Pool.flat(5, looks=LOOKS), Hyper(scale=1.0, look_share=0.9))
    assert prior.covariance[0, 1] > 0.5
    assert prior.covariance[0, 2] < -0.5
    assert prior.covariance[0, 0] > prior.covariance[3, 3], "it looks like no other"
    assert np.mean(np.diag(prior.covariance)) == pytest.approx(1.0)
    assert prior.covariance[4] == pytest.approx([0.0, 0.0, 0.0, 0.0, 1.0]), "nothing is known"


def test_looks_widen_the_grid_and_say_nothing_of_descendants():
    features = np.random.default_rng(0).normal(size=(5, 8))
    assert len(prior_grid(Pool.flat(5, looks=LOOKS))) == 18
    assert len(prior_grid(Pool.flat(5, looks=np.full((5, 2), np.nan)))) == 6
    assert len(prior_grid(Pool.flat(5, features, LOOKS))) == 36
    lineage = Pool(parents=((), (), (), (), (0,)), features=features, looks=LOOKS)
    assert len(prior_grid(lineage)) == 54
    moved = replace(lineage, looks=np.vstack([LOOKS[:4], [[9.0, 9.0]]]))
    for one, two in zip(prior_grid(lineage), prior_grid(moved), strict=True):
        assert one.gaussian.covariance == pytest.approx(two.gaussian.covariance)
        assert one.gaussian.precision @ one.gaussian.covariance == pytest.approx(
            np.eye(5), abs=1e-8
        )


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**16), st.booleans())
def test_names_of_prompts_and_the_order_of_votes_do_not_matter_with_looks(seed, with_features):
    rng = np.random.default_rng(seed)
    looks = rng.normal(size=(5, 3))
    looks[rng.integers(5)] = np.nan
    features = rng.normal(size=(5, 4)) if with_features else None
    votes = random_votes(rng.normal(size=5), 12, seed)
    found = fit(Pool.flat(5, features, looks), votes, tolerance=1e-9)

    names = rng.permutation(5)
    old = np.argsort(names)
    shuffled = votes.take(rng.permutation(len(votes)))
    renamed = replace(shuffled, left=names[shuffled.left], right=names[shuffled.right])
    pool = Pool.flat(5, None if features is None else features[old], looks[old])
    again = fit(pool, renamed, tolerance=1e-9)
    assert again.mean[names] == pytest.approx(found.mean, abs=1e-5)
    assert again.covariance[np.ix_(names, names)] == pytest.approx(found.covariance, abs=1e-5)


def test_a_vote_speaks_for_those_that_look_alike_unless_votes_say_otherwise():
    looks = np.linspace(-2.0, 2.0, 8)[:, None]
    pool = Pool.flat(8, looks=looks)
    # Only the ends are compared; who stands between them was never seen.
    ends = Ballots.of([Ballot(0, 7, 1, example=k) for k in range(8)])
    told = fit(pool, ends).mean
    assert told[1] > told[3] > told[4] > told[6]
    white = fit(Pool.flat(8), ends).mean
    assert white[1:7] == pytest.approx(0.0, abs=1e-6)

    # Once good and bad alternate along the look, and once they go by it.
    for truth, likely in ((np.tile([1.5, -1.5], 4), 0.0), (looks[:, 0], 0.6)):
        posterior = fit(pool, random_votes(truth, 60, 2))
        shares = np.array([hyper.look_share for hyper in posterior.hypers])
        assert posterior.weights[shares == likely].sum() > 0.6
