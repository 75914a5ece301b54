from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from optimizer.preference import Hyper, Pool, prior_at, prior_grid
from tests.optimizer.preference.worlds import pools


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
