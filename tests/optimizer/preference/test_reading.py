"""What is learned of the voting itself before the prompts are."""

from __future__ import annotations

import numpy as np

from optimizer.preference import Ballot, Ballots, Pool, fit, fit_with_raters, prior_grid
from optimizer.preference.ballots import tally
from optimizer.preference.davidson import probabilities
from optimizer.preference.discrimination import EXPECTED
from optimizer.preference.newton import Fitting
from optimizer.preference.reading import read_votes

SIZE = 5
TRUTH = np.linspace(-3.0, 3.0, SIZE)
POOL = Pool.flat(SIZE)


def cast(count: int, rater: int, seed: int, looked_at: int = 1) -> list[Ballot]:
    """Let somebody vote on random pairs."""
    rng = np.random.default_rng([seed, rater])
    votes = []
    for _ in range(count):
        left, right = (int(k) for k in rng.choice(SIZE, 2, replace=False))
        chances = np.array(probabilities(np.array(TRUTH[left] - TRUTH[right]), 0.4))
        outcome = 1 - int(rng.choice(3, p=chances))
        votes.append(Ballot(left, right, outcome, rater=rater, looked_at=looked_at))
    return votes


def test_one_person_on_random_examples_is_read_as_the_votes_stand() -> None:
    ballots, grid = Ballots.of(cast(40, 0, 1)), prior_grid(POOL)
    reading = read_votes(ballots, grid, Fitting(), by_example=False)
    assert reading.manners == {}
    assert reading.discrimination == EXPECTED
    assert reading.kept == tuple(range(len(grid)))
    assert reading.near == ()
    plain = tally(ballots)
    assert np.array_equal(reading.cells.wins, plain.wins)
    assert np.array_equal(reading.cells.gain, plain.gain)


def test_of_two_people_hopeless_priors_are_left_out_and_modes_kept() -> None:
    ballots, grid = Ballots.of([*cast(250, 0, 1), *cast(250, 1, 1)]), prior_grid(POOL)
    reading = read_votes(ballots, grid, Fitting(), by_example=False)
    assert set(reading.manners) == {0, 1}
    assert 0 < len(reading.kept) < len(grid)
    assert len(reading.near) == len(reading.kept)
    whole = fit(POOL, ballots)
    assert len(whole.weights) == len(reading.kept)


def test_with_and_without_other_raters_the_same_is_learned_of_the_voting() -> None:
    ballots = Ballots.of([*cast(60, 0, 2, looked_at=8), *cast(60, 1, 2), *cast(20, 0, 3)])
    own = fit(POOL, ballots)
    beside = fit_with_raters(POOL, ballots, ()).posterior
    assert own.manners == beside.manners
    assert own.discrimination == beside.discrimination != EXPECTED
