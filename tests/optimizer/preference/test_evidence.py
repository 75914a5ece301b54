"""How priors of a grid are weighed by votes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.preference import Pool, prior_grid
from optimizer.preference.ballots import tally
from optimizer.preference.evidence import scores_of, weights_of
from optimizer.preference.laplace import fits
from optimizer.preference.newton import Fitting
from tests.optimizer.preference.worlds import random_votes

POOL = Pool.flat(6)


def test_weights_add_up_and_know_no_common_constant() -> None:
    grid = prior_grid(POOL)
    votes = random_votes(np.linspace(-2.0, 2.0, 6), 80, seed=1)
    found = fits(tally(votes), [point.gaussian for point in grid], Fitting())
    weights = weights_of(grid, found)
    assert weights.sum() == pytest.approx(1.0)
    moved = [replace(point, log_weight=point.log_weight + 700.0) for point in grid]
    assert weights_of(moved, found) == pytest.approx(weights)
    scores = scores_of(grid, found)
    assert np.log(weights / weights[0]) == pytest.approx(scores - scores[0])


def test_votes_that_differ_clearly_speak_for_a_large_scale() -> None:
    grid = prior_grid(POOL)

    def expected(spread: float) -> float:
        votes = random_votes(np.linspace(-spread, spread, 6), 200, seed=2)
        found = fits(tally(votes), [point.gaussian for point in grid], Fitting())
        return float(weights_of(grid, found) @ [point.hyper.scale for point in grid])

    assert expected(3.0) > 1.5 * expected(0.3)


def test_every_point_has_a_fit_of_its_own() -> None:
    grid = prior_grid(POOL)
    found = fits(tally(random_votes(np.zeros(6), 5, seed=3)), [grid[0].gaussian], Fitting())
    with pytest.raises(ValueError, match="longer"):
        weights_of(grid, found)
