"""The rule that makes each picker that picker."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.pairing import PICKERS, History
from optimizer.pairing.elo_adjacent import elo_ratings
from optimizer.pairing.glickbest import START_DEVIATION, glicko_ratings
from optimizer.pairing.knowledge_gradient import _log_gain, _log_h
from optimizer.preference import Ballot, Ballots, Hyper, Pool, PriorPoint, fit, prior_at
from tests.optimizer.preference.worlds import random_votes

ALL = np.ones(5, dtype=bool)


def clear_cut() -> Ballots:
    """0 beats 1, 1 beats 2, and so on, many times."""
    pairs = [(i, j) for i in range(5) for j in range(i + 1, 5)]
    return Ballots.of([Ballot(i, j, 1) for i, j in pairs for _ in range(12)])


@pytest.fixture
def settled():
    ballots = clear_cut()
    return fit(Pool.flat(5), ballots), History(ballots=ballots)


@pytest.mark.parametrize("name", ["apohf", "top_two", "thompson", "glickbest"])
def test_the_winner_is_in_the_first_pair(name, settled):
    posterior, history = settled
    ranking = PICKERS[name]().rank(posterior, ALL, history, np.random.default_rng(0))
    assert 0 in ranking[0]


def test_apohf_prefers_the_uncertain_challenger():
    posterior = fit(Pool.flat(5), random_votes(np.array([1.0, 0.2, 0.2, 0.2, 0.2]), 80, seed=1))
    leader = int(np.argmax(posterior.mean))
    ranking = PICKERS["apohf"]().rank(posterior, ALL, History(), np.random.default_rng(0))
    bounds = [
        posterior.mean[k] + posterior.difference(k, leader)[1] if k != leader else -np.inf
        for k in range(5)
    ]
    assert set(ranking[0]) == {leader, int(np.argmax(bounds))}


def test_double_thompson_never_challenges_with_a_clear_loser(settled):
    posterior, _ = settled
    close = [Ballot(0, 1, 1), Ballot(0, 1, -1)] * 6
    far = [Ballot(i, j, 1) for i in (0, 1) for j in (2, 3, 4) for _ in range(12)]
    history = History(ballots=Ballots.of(close + far))
    picker = PICKERS["double_thompson"]()
    firsts = [picker.rank(posterior, ALL, history, np.random.default_rng(k))[0] for k in range(20)]
    assert set(firsts) == {(0, 1)}


def test_active_ranking_stops_asking_about_the_beaten(settled):
    posterior, history = settled
    ranking = PICKERS["active_ranking"]().rank(posterior, ALL, history, np.random.default_rng(0))
    assert 0 in ranking[0]
    assert set(ranking[-1]) <= {1, 2, 3, 4}


def test_elo_pairs_neighbours(settled):
    posterior, history = settled
    ranking = PICKERS["elo_adjacent"]().rank(posterior, ALL, history, np.random.default_rng(0))
    assert {tuple(sorted(pair)) for pair in ranking[:4]} == {(0, 1), (1, 2), (2, 3), (3, 4)}


def test_elo_moves_by_surprise():
    ratings = elo_ratings(2, Ballots.of([Ballot(0, 1, 1), Ballot(0, 1, 0)]))
    assert ratings[0] == pytest.approx(1516 - 32 * (1 / (1 + 10 ** (-32 / 400)) - 0.5))
    assert ratings.sum() == pytest.approx(3000)


def test_glicko_agrees_with_its_papers_figures():
    """A player of 1500 (deviation 200) beats one of 1400 (deviation 30): E = 0.639."""
    points = np.log(10) / 400
    rating, variance = glicko_ratings(2, Ballots.of([Ballot(0, 1, 1)]))
    assert np.all(variance < START_DEVIATION**2)
    damp = 1 / np.sqrt(1 + 3 * START_DEVIATION**2 / np.pi**2)
    known = damp**2 / 4
    expected = damp * 0.5 / (1 / START_DEVIATION**2 + known)
    assert rating == pytest.approx([expected, -expected])
    assert pytest.approx(350 * points) == START_DEVIATION


def test_log_gain_is_the_log_of_the_gain():
    z = np.linspace(-6, 0, 13)
    from scipy.special import ndtr

    plain = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) + z * ndtr(z)
    assert _log_h(z) == pytest.approx(np.log(plain), rel=1e-6)
    far = _log_h(np.array([-50.0, -150.0, -1e4]))
    assert np.all(np.isfinite(far))
    assert np.all(np.diff(far) < 0)


def test_knowledge_gradient_bounds_the_gain_of_a_vote():
    """For two prompts the closed form is exact: E[max mu after] - max mu now."""
    from scipy.special import ndtri

    pool, hyper = Pool.flat(2), Hyper(scale=0.6)
    points = [PriorPoint(hyper, 0.0, prior_at(pool, hyper))]
    posterior = fit(pool, random_votes(np.array([0.4, 0.0]), 10, seed=2), points=points)
    log_gain = _log_gain(posterior, np.arange(2), np.array([0]), np.array([1]))[0]
    after = posterior.fantasised(0, 1)
    moved = posterior.difference(0, 1)[0] + ndtri((np.arange(400_000) + 0.5) / 400_000) * np.sqrt(
        posterior.difference(0, 1)[1] ** 2 - after.difference(0, 1)[1] ** 2
    )
    gain = np.maximum(moved, 0).mean() - max(posterior.difference(0, 1)[0], 0)
    assert np.exp(log_gain) == pytest.approx(gain, rel=0.001)


def test_informative_asks_about_the_least_known():
    known = [Ballot(i, j, 1) for i, j in [(0, 1), (1, 2), (2, 3), (0, 2), (1, 3)] for _ in range(4)]
    posterior = fit(Pool.flat(5), Ballots.of(known))
    ranking = PICKERS["informative"]().rank(posterior, ALL, History(), np.random.default_rng(0))
    assert 4 in ranking[0]
