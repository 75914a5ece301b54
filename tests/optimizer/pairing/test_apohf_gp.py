"""APOHF's rule on a Gaussian process in function space."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.methods import arrange, find_method
from optimizer.pairing import ApohfGp, History
from optimizer.pairing.apohf_gp import OPTIMISM, Belief, believe, kernel
from optimizer.preference import Ballots, Pool, fit
from optimizer.preference.ballots import Ballot
from optimizer.proposing.moves.vectors import vectors
from tests.optimizer.preference.worlds import random_votes

TEXTS = [
    "Reply to the message.",
    "Reply to the message and be very kind and warm.",
    "Reply to the message and be very kind and warm and short.",
    "Give the numbers first.",
    "Give the numbers first and nothing else.",
]
ALL = np.ones(5, bool)
NOTHING_KNOWN = fit(Pool.flat(5), Ballots.empty())
VOTES = Ballots.of([Ballot(1, 0, 1)] * 6 + [Ballot(0, 3, 1)] * 2)


def features() -> np.ndarray:
    return vectors(TEXTS)


def first(history: History, picker: ApohfGp) -> set[int]:
    return set(picker.rank(NOTHING_KNOWN, ALL, history, np.random.default_rng(0))[0])


def test_what_is_like_the_winner_is_believed_good_before_it_is_judged() -> None:
    believed = believe(kernel(5, features()), VOTES)
    assert believed.mean[2] > believed.mean[0] > believed.mean[4]
    strangers = believe(kernel(5, None), VOTES)
    assert strangers.mean[2] == pytest.approx(0.0)


def test_first_the_best_mean_then_the_largest_bound_of_the_difference() -> None:
    believed = believe(kernel(5, features()), VOTES)
    leader = int(np.argmax(believed.mean))
    bound = {}
    for other in set(range(5)) - {leader}:
        contrast = np.zeros(5)
        contrast[other], contrast[leader] = 1.0, -1.0
        spread = np.sqrt(contrast @ believed.covariance @ contrast)
        bound[other] = contrast @ believed.mean + OPTIMISM * spread
    challenger = max(bound, key=lambda other: bound[other])
    assert first(History(ballots=VOTES), ApohfGp(features())) == {leader, challenger}


def test_the_doubt_is_that_of_the_difference_and_not_of_each_alone() -> None:
    # All are equally unknown; what is said in nearly the leader's words can hardly beat it.
    texts = ["Reply at once and be kind.", "Reply at once and be kind!", "Give numbers.", "Sing."]
    picker = ApohfGp(vectors(texts))
    posterior = fit(Pool.flat(4), Ballots.empty())
    live = np.array([True, True, True, False])
    ranking = picker.rank(posterior, live, History(), np.random.default_rng(0))
    assert set(ranking[0]) == {0, 2}
    believed = believe(kernel(4, vectors(texts)), Ballots.empty())
    assert np.diag(believed.covariance) == pytest.approx(1.0)


def test_the_method_chooses_pairs_by_this_rule() -> None:
    assert arrange(find_method("apohf"), {}).picker == ApohfGp().name


def test_it_goes_by_words_and_not_by_the_pools_posterior() -> None:
    against = fit(Pool.flat(5), Ballots.of([Ballot(3, 1, 1)] * 40))
    picker = ApohfGp(features())
    ranking = picker.rank(against, ALL, History(ballots=VOTES), np.random.default_rng(0))
    assert set(ranking[0]) == first(History(ballots=VOTES), picker)


def test_no_matrix_is_wider_than_the_pool() -> None:
    wide = np.random.default_rng(1).normal(size=(5, 4096))
    wide /= np.linalg.norm(wide, axis=1, keepdims=True)
    assert kernel(5, wide).shape == (5, 5)
    assert believe(kernel(5, wide), VOTES).covariance.shape == (5, 5)


def test_a_pair_that_waits_to_be_judged_is_doubted_less() -> None:
    picker = ApohfGp(features())
    pair = first(History(ballots=VOTES), picker)
    low, high = min(pair), max(pair)
    waiting = History(ballots=Ballots.empty(), recent=((low, high), (high, low)))
    believed = Belief(np.zeros(5), kernel(5, features()))
    from optimizer.pairing.apohf_gp import _awaited

    awaited = believed.awaiting(_awaited(waiting))
    contrast = np.zeros(5)
    contrast[low], contrast[high] = 1.0, -1.0
    assert contrast @ awaited.covariance @ contrast < contrast @ believed.covariance @ contrast
    assert np.array_equal(awaited.mean, believed.mean)


def test_swapping_the_sides_of_every_vote_changes_nothing() -> None:
    alike, votes = kernel(5, features()), random_votes(np.arange(5) * 0.4, 40, seed=3)
    one, other = believe(alike, votes), believe(alike, votes.swapped())
    assert one.mean == pytest.approx(other.mean)
    assert one.covariance == pytest.approx(other.covariance)


def test_many_votes_find_the_best() -> None:
    worth = np.array([0.0, 0.4, 1.2, -0.5, -1.0])
    believed = believe(kernel(5, features()), random_votes(worth, 300, seed=5))
    assert np.argsort(believed.mean).tolist() == np.argsort(worth).tolist()
