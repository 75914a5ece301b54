"""A large pool is fitted by its core: where nothing is left out, exactly as a whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.preference import LEFT, RIGHT, TIE, Ballot, Ballots, Pool, fit
from optimizer.preference.core import CORE, WHOLE, core_of
from optimizer.preference.core_posterior import CorePosterior
from optimizer.preference.surroundings import with_surroundings


def grown(size: int, seed: int, merges: bool = False) -> Pool:
    rng = np.random.default_rng(seed)
    parents: list[tuple[int, ...]] = [()]
    for k in range(1, size):
        count = 2 if merges and k > 2 and rng.random() < 0.2 else 1
        parents.append(tuple(sorted(rng.choice(k, count, replace=False).tolist())))
    return Pool(tuple(parents))


def cast(pool: Pool, among: list[int], votes: int, seed: int) -> Ballots:
    rng = np.random.default_rng(seed)
    good = rng.normal(size=len(pool))
    found = []
    for _ in range(votes):
        left, right = rng.choice(among, 2, replace=False).tolist()
        fate = rng.random() * 1.3
        won = fate < 1 / (1 + np.exp(good[right] - good[left]))
        found.append(Ballot(left, right, TIE if fate > 1.0 else LEFT if won else RIGHT))
    return Ballots.of(found)


def by_core(pool: Pool, ballots: Ballots, interest: list[int], size: int) -> CorePosterior:
    core = core_of(pool, ballots, interest, size=size)
    return with_surroundings(fit(core.pool, core.ballots), core, pool, ballots)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_a_core_with_all_votes_is_the_whole_fit(seed: int) -> None:
    pool = grown(40, seed)
    voted = np.random.default_rng(seed).choice(40, 8, replace=False).tolist()
    ballots = cast(pool, voted, 60, seed)
    whole, part = fit(pool, ballots), by_core(pool, ballots, [0], 9)
    assert part.mean == pytest.approx(whole.mean, abs=5e-3)
    assert part.beta == pytest.approx(whole.beta, abs=5e-3)
    assert part.nu == pytest.approx(whole.nu, rel=5e-3)
    assert part.variance[voted] == pytest.approx(whole.variance[voted], rel=5e-3)
    # Outside the core the scales of the mixture are taken together.
    assert np.median(part.variance / whole.variance) == pytest.approx(1.0, abs=0.2)
    for k in voted:
        assert part.difference(k, 0) == pytest.approx(whole.difference(k, 0), abs=5e-3)
    _, means, deviations = part.gaps(voted[0])
    _, known_means, known_deviations = whole.gaps(voted[0])
    assert means[-1][voted] == pytest.approx(known_means[-1][voted], abs=5e-2)
    assert deviations[-1][voted] == pytest.approx(known_deviations[-1][voted], rel=0.05, abs=1e-3)


@pytest.mark.parametrize("merges", [False, True])
def test_a_small_core_is_close_to_the_whole_and_not_surer(merges: bool) -> None:
    pool = grown(120, 5, merges)
    ballots = cast(pool, list(range(120)), 1500, 6)
    whole, part = fit(pool, ballots), by_core(pool, ballots, [0, 1, 2], 60)
    assert np.corrcoef(whole.mean, part.mean)[0, 1] > 0.9
    core = core_of(pool, ballots, [0, 1, 2], size=60).kept[1:]
    ours = np.array([part.difference(k, 0)[1] for k in core.tolist()])
    theirs = np.array([whole.difference(k, 0)[1] for k in core.tolist()])
    assert np.median(ours / theirs) > 0.95


def test_the_views_of_a_large_posterior_agree() -> None:
    pool = grown(80, 3, merges=True)
    part = by_core(pool, cast(pool, list(range(80)), 600, 4), [0, 1], 30)
    index = np.array([0, 7, 79, 33])
    few = part.among(index)
    assert few.mean == pytest.approx(part.mean[index])
    assert np.diag(few.covariance) == pytest.approx(part.variance[index])
    assert part.difference(79, 7) == pytest.approx(few.difference(2, 1))
    mean, variance = part.differences(index[:1], index[1:2])
    assert (mean[0], variance[0] ** 0.5) == pytest.approx(part.difference(0, 7))
    assert part.covariance[np.ix_(index, index)] == pytest.approx(few.covariance)
    weights, means, deviations = part.gaps(7)
    other, few_means, few_deviations = few.gaps(1)
    assert weights == pytest.approx(other)
    assert means[:, index] == pytest.approx(few_means)
    assert deviations[:, index] == pytest.approx(few_deviations, abs=1e-7)
    assert part.verdict_probabilities(7, 33) == pytest.approx(few.verdict_probabilities(1, 3))
    draws = part.draws(np.random.default_rng(0), 4000, index)
    assert draws.mean(axis=0) == pytest.approx(few.mean, abs=0.2)
    assert draws.std(axis=0) == pytest.approx(np.sqrt(np.diag(few.covariance)), rel=0.15)


def test_a_vote_is_learned_inside_the_core_and_around_it() -> None:
    pool = grown(80, 3)
    part = by_core(pool, cast(pool, list(range(80)), 600, 4), [0, 1], 30)
    outside = next(k for k in range(80) if part.kin.noise[k] > 0)
    after = part.update(Ballot(outside, 1, LEFT))
    assert after.votes == part.votes + 1
    assert after.mean[outside] - after.mean[1] > part.mean[outside] - part.mean[1]
    assert after.difference(outside, 1)[1] < part.difference(outside, 1)[1]
    few = part.among(np.array([outside, 1])).update(Ballot(0, 1, LEFT))
    assert after.difference(outside, 1) == pytest.approx(few.difference(0, 1), rel=0.02, abs=0.02)
    imagined = part.fantasised(outside, 1)
    assert imagined.mean == pytest.approx(part.mean)
    assert imagined.difference(outside, 1)[1] < part.difference(outside, 1)[1]


def test_a_child_of_anybody_can_be_voted_on_at_once() -> None:
    pool = grown(80, 3)
    part = by_core(pool, cast(pool, list(range(80)), 600, 4), [0, 1], 30)
    outside = next(k for k in range(80) if part.kin.noise[k] > 0)
    more = part.with_child((outside,)).with_child((80, 0)).with_child(())
    assert len(more) == 83
    assert more.mean[80] == pytest.approx(part.mean[outside] + part.drift, abs=0.05)
    assert more.variance[80] > part.variance[outside]
    assert more.mean[82] == 0.0
    assert more.update(Ballot(80, 81, LEFT)).mean[80] > more.mean[80]


def test_a_pool_too_large_for_a_whole_fit_is_fitted_by_its_core() -> None:
    pool = grown(WHOLE + 50, 1, merges=True)
    nothing = fit(pool, Ballots.empty())
    assert len(nothing) == len(nothing.mean) == WHOLE + 50
    assert nothing.core is not None
    assert len(nothing.core) >= CORE  # so that there is something to compare
    posterior = fit(pool, cast(pool, list(range(0, WHOLE, 3)), 500, 2), interest=[0, 5])
    assert posterior.votes == 500
    assert posterior.core is not None
    assert {0, 5} <= set(posterior.core.tolist())
    assert np.all(np.isfinite(posterior.mean))
    assert np.all(posterior.variance > 0)
