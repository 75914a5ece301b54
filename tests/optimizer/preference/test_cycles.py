from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.preference import Ballot, Ballots, Pool, fit
from optimizer.preference.cycles import cycle_test, margins, maximal_lottery
from tests.optimizer.preference.worlds import random_votes

ROCK_PAPER_SCISSORS = Ballots.of(
    [Ballot(i, (i + 1) % 3, 1) for i in range(3) for _ in range(5)]
    + [Ballot((i + 1) % 3, i, -1) for i in range(3) for _ in range(5)]
)


def test_a_cycle_is_found_and_named():
    found = cycle_test(fit(Pool.flat(3), ROCK_PAPER_SCISSORS), ROCK_PAPER_SCISSORS)
    assert found.cyclic
    assert found.cycle in {(0, 1, 2), (1, 2, 0), (2, 0, 1)}


@pytest.mark.parametrize("seed", range(5))
def test_noisy_votes_of_one_order_are_no_cycle(seed):
    votes = random_votes(np.linspace(-1, 1, 6), 80, seed)
    assert not cycle_test(fit(Pool.flat(6), votes), votes).cyclic


@pytest.mark.parametrize("seed", range(3))
def test_examples_that_tell_more_are_no_cycle(seed):
    truth = np.linspace(-1, 1, 6)
    plain, picked = random_votes(truth, 300, seed), random_votes(2.2 * truth, 1200, seed + 50)
    votes = Ballots.of(
        [plain[k] for k in range(len(plain))]
        + [picked[k]._replace(looked_at=8) for k in range(len(picked))]
    )
    posterior = fit(Pool.flat(6), votes)
    assert not cycle_test(posterior, votes).cyclic
    # Whoever took these for votes on random examples would find that they fit no order.
    assert cycle_test(replace(posterior, discrimination=1.0), votes).cyclic


def test_no_votes_speak_against_no_order():
    assert not cycle_test(fit(Pool.flat(3), Ballots.empty()), Ballots.empty()).cyclic


def test_the_lottery_of_a_cycle_is_even():
    margin = margins(fit(Pool.flat(3), ROCK_PAPER_SCISSORS), ROCK_PAPER_SCISSORS)
    assert maximal_lottery(margin) == pytest.approx([1 / 3] * 3, abs=1e-6)


def test_the_lottery_names_a_prompt_that_beats_all():
    votes = random_votes(np.array([0.0, 2.0, -1.0, 0.3]), 200, seed=1)
    lottery = maximal_lottery(margins(fit(Pool.flat(4), votes), votes))
    assert lottery == pytest.approx([0, 1, 0, 0], abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 7), st.integers(0, 1000))
def test_nothing_beats_the_lottery(size, seed):
    rng = np.random.default_rng(seed)
    game = rng.uniform(-1, 1, (size, size))
    game = game - game.T
    live = rng.random(size) < 0.8
    live[0] = True
    lottery = maximal_lottery(game, live)
    assert lottery.sum() == pytest.approx(1.0)
    assert not lottery[~live].any()
    assert (lottery @ game)[live].min() >= -1e-8
