"""What holds of every picker."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.pairing import PICKERS, History
from optimizer.preference import Ballots, Pool, fit
from tests.optimizer.preference.worlds import random_votes

UTILITIES = np.array([0.0, 0.9, -0.3, 0.4, -0.8, 0.2])


@pytest.fixture(params=sorted(PICKERS))
def picker(request):
    return PICKERS[request.param]()


@pytest.fixture
def history():
    return History(ballots=random_votes(UTILITIES, 40, seed=11))


@pytest.fixture
def posterior(history):
    return fit(Pool.flat(6), history.ballots)


LIVE = np.array([True, True, True, True, False, True])


def test_names_are_the_keys(picker):
    assert PICKERS[picker.name]().name == picker.name


def test_only_live_pairs_are_ranked_and_none_twice(picker, posterior, history):
    ranking = picker.rank(posterior, LIVE, history, np.random.default_rng(1))
    assert len(ranking) == 10
    assert len({tuple(sorted(pair)) for pair in ranking}) == 10
    assert not any(4 in pair for pair in ranking)


def test_no_votes_at_all_are_enough_to_choose(picker):
    posterior = fit(Pool.flat(6), Ballots.empty())
    assert picker.rank(posterior, LIVE, History(), np.random.default_rng(1))


def test_the_same_seed_gives_the_same_queue(picker, posterior, history):
    queues = [picker.queue(posterior, LIVE, history, 4, np.random.default_rng(7)) for _ in range(2)]
    assert queues[0] == queues[1]
    assert len(queues[0]) == 4


def test_a_pair_without_a_fresh_example_is_never_shown(picker, posterior, history):
    left = np.zeros((6, 6), dtype=np.int64)
    left[1, 3] = left[3, 1] = 1
    left[0, 2] = left[2, 0] = 1
    limited = History(ballots=history.ballots, examples_left=left)
    queue = picker.queue(posterior, LIVE, limited, 5, np.random.default_rng(1))
    assert {tuple(sorted(pair)) for pair in queue} == {(1, 3), (0, 2)}
    assert len(queue) == 2


def test_a_pair_is_not_shown_more_than_three_times_running(picker, posterior, history):
    worn = History(ballots=history.ballots, recent=((3, 1), (1, 3), (1, 3)))
    ranking = picker.rank(posterior, LIVE, worn, np.random.default_rng(1))
    assert (1, 3) not in {tuple(sorted(pair)) for pair in ranking}


def test_the_only_pair_may_be_shown_again(picker, posterior, history):
    live = np.array([False, True, False, True, False, False])
    worn = History(ballots=history.ballots, recent=((1, 3),) * 3)
    assert picker.rank(posterior, live, worn, np.random.default_rng(1)) == [(1, 3)]


def test_fewer_than_two_live_prompts_have_no_pair(picker, posterior, history):
    live = np.zeros(6, dtype=bool)
    live[2] = True
    assert picker.rank(posterior, live, history, np.random.default_rng(1)) == []
    assert picker.queue(posterior, live, history, 3, np.random.default_rng(1)) == []
