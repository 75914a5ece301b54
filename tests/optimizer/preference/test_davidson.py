from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.preference import Ballot, Ballots
from optimizer.preference.ballots import tally
from optimizer.preference.davidson import curve, one_vote_moments, probabilities, skew, value

differences = st.floats(-30, 30)
ties = st.floats(0.01, 5)


@settings(deadline=None)
@given(differences, ties)
def test_chances_add_up_and_mirror(d, nu):
    left, tie, right = (float(p) for p in probabilities(np.asarray(d), nu))
    assert left + tie + right == pytest.approx(1.0)
    mirrored = probabilities(np.asarray(-d), nu)
    assert float(mirrored[2]) == pytest.approx(left)
    assert float(np.exp(d)) == pytest.approx(left / right, rel=1e-6)


@pytest.mark.parametrize("d", [-900.0, 900.0])
def test_extreme_differences_stay_finite(d):
    assert all(np.isfinite(probabilities(np.asarray(d), 0.4)))


@settings(deadline=None)
@given(st.floats(-6, 6), ties)
def test_derivatives_agree_with_finite_differences(d, nu):
    cells = tally(Ballots.of([Ballot(0, 1, 1), Ballot(0, 1, 0, 0.5), Ballot(0, 1, -1, 0.3)]))
    at = np.array([d])
    h = 1e-4

    def height(shift, log_shift):
        return value(cells, at + shift, nu * np.exp(log_shift))

    shape = curve(cells, at, nu)
    assert shape.slope[0] == pytest.approx((height(h, 0) - height(-h, 0)) / (2 * h), abs=1e-5)
    second = (height(h, 0) - 2 * height(0, 0) + height(-h, 0)) / h**2
    assert shape.curvature[0] == pytest.approx(-second, abs=1e-4)
    assert shape.nu_slope == pytest.approx((height(0, h) - height(0, -h)) / (2 * h), abs=1e-5)
    mixed = (height(h, h) - height(h, -h) - height(-h, h) + height(-h, -h)) / (4 * h**2)
    assert shape.cross[0] == pytest.approx(-mixed, abs=1e-4)


@settings(deadline=None)
@given(st.sampled_from((1, 0, -1)), st.floats(-3, 3), st.floats(0.01, 4))
def test_one_vote_is_learned_as_a_dense_grid_learns_it(outcome, mean, variance):
    d = mean + np.sqrt(variance) * np.linspace(-9, 9, 4001)
    density = np.exp(-0.5 * (d - mean) ** 2 / variance)
    prior = density / density.sum()
    shares = prior * probabilities(d, 0.4)[1 - outcome]
    chance = shares.sum()
    moved = (shares / chance) @ d
    left_over = (shares / chance) @ (d - moved) ** 2
    found = one_vote_moments(outcome, 1.0, mean, variance, 0.4)
    assert found == pytest.approx((moved, left_over, chance), abs=2e-3)
    assert found[1] < variance


def test_a_vote_of_no_weight_teaches_nothing():
    assert one_vote_moments(1, 0.0, 0.3, 2.0, 0.4) == pytest.approx((0.3, 2.0, 1.0))


@given(st.floats(-4, 4))
def test_the_skew_is_the_third_derivative(d):
    cells = tally(Ballots.of([Ballot(0, 1, 1), Ballot(0, 1, 0), Ballot(0, 1, -1)]))
    h = 1e-3
    slopes = [curve(cells, np.array([d + step]), 0.4).slope[0] for step in (-h, 0.0, h)]
    third = (slopes[0] - 2 * slopes[1] + slopes[2]) / h**2
    assert skew(cells, np.array([d]), 0.4)[0] == pytest.approx(third, abs=1e-4)
