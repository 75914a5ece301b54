from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.preference import Ballot, Ballots, Hyper, Pool, prior_at
from optimizer.preference.ballots import tally
from optimizer.preference.davidson import (
    BETA_VARIANCE,
    NU_SHAPE,
    START_NU,
    log_prior_nu,
    probabilities,
)
from optimizer.preference.laplace import laplace
from optimizer.preference.newton import Fitting
from optimizer.preference.prompt_space import prompt_space
from optimizer.preference.vote_space import vote_space
from tests.optimizer.preference.worlds import cases, random_votes

EXACT = 1e-9


@settings(max_examples=40, deadline=None)
@given(cases(), st.sampled_from((0.2, 0.6, 1.7)), st.sampled_from((None, 0.4)))
def test_both_forms_give_the_same_posterior(case, scale, nu):
    pool, ballots = case
    prior = prior_at(pool, Hyper(scale=scale, step_share=0.3, drift=-0.2 if pool.grows else 0.0))
    cells = tally(ballots)
    if len(cells) == 0:
        return
    how = Fitting(nu=nu, tolerance=EXACT)
    by_votes = vote_space(cells, prior, how)
    by_prompts = prompt_space(cells, prior, how)
    assert by_votes.mean == pytest.approx(by_prompts.mean, abs=1e-6)
    assert by_votes.covariance == pytest.approx(by_prompts.covariance, abs=1e-6)
    assert by_votes.nu == pytest.approx(by_prompts.nu, abs=1e-6)
    assert by_votes.log_evidence == pytest.approx(by_prompts.log_evidence, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_nu_is_its_fixed_point(case):
    pool, ballots = case
    cells = tally(ballots)
    fitted = laplace(cells, prior_at(pool, Hyper(scale=0.6)), Fitting(tolerance=EXACT))
    size = len(pool)
    d = fitted.mode[cells.left] - fitted.mode[cells.right] + fitted.mode[size]
    over_z = probabilities(d, fitted.nu)[1] / fitted.nu
    votes = cells.wins + cells.ties + cells.losses
    expected = (cells.ties.sum() + NU_SHAPE) / (float(votes @ over_z) + NU_SHAPE / START_NU)
    assert fitted.nu == pytest.approx(expected, abs=1e-6)


def test_no_votes_leave_the_prior():
    prior = prior_at(Pool.flat(3), Hyper(scale=0.6))
    fitted = laplace(tally(Ballots.empty()), prior, Fitting())
    assert fitted.mean == pytest.approx(np.zeros(4))
    assert fitted.covariance[:3, :3] == pytest.approx(prior.covariance)
    assert fitted.covariance[3, 3] == pytest.approx(BETA_VARIANCE)


@pytest.mark.parametrize("scale", [0.35, 1.0])
def test_agrees_with_quadrature_over_three_prompts(scale):
    """Integrate utilities (two differences matter) and the side offset on a dense grid."""
    ballots = Ballots.of(
        [
            Ballot(0, 1, 1),
            Ballot(1, 0, 0),
            Ballot(0, 2, 1),
            Ballot(2, 1, -1),
            Ballot(2, 0, 0),
            Ballot(1, 2, 1),
        ]
    )
    pool = Pool.flat(3)
    prior = prior_at(pool, Hyper(scale=scale))
    fitted = laplace(tally(ballots), prior, Fitting(nu=0.4, tolerance=EXACT))
    axis = np.linspace(-6 * scale, 6 * scale, 61)
    betas = np.linspace(-2, 2, 31)
    # u = f0 - f1 and w = f0 - f2 have the covariance s^2 [[2, 1], [1, 2]].
    u, w, beta = np.meshgrid(axis, axis, betas, indexing="ij")
    log_density = -0.5 * (2 * u**2 - 2 * u * w + 2 * w**2) / (3 * scale**2)
    log_density -= 0.5 * beta**2 / BETA_VARIANCE
    log_prior = log_density.copy()
    utility = np.stack([np.zeros_like(u), -u, -w])
    for k in range(len(ballots)):
        vote = ballots[k]
        chances = probabilities(utility[vote.left] - utility[vote.right] + beta, 0.4)
        log_density += np.log(chances[1 - vote.outcome])
    weight = np.exp(log_density - log_density.max())
    weight /= weight.sum()
    for other, exact in ((1, u), (2, w)):
        mean = float((weight * exact).sum())
        deviation = float(np.sqrt((weight * (exact - mean) ** 2).sum()))
        covariance = fitted.covariance
        spread = covariance[0, 0] + covariance[other, other] - 2 * covariance[0, other]
        assert fitted.mean[0] - fitted.mean[other] == pytest.approx(mean, abs=0.03 * deviation)
        assert np.sqrt(spread) == pytest.approx(deviation, rel=0.04)
    assert fitted.mean[3] == pytest.approx(float((weight * beta).sum()), abs=0.03)
    evidence = np.log(np.exp(log_density).sum() / np.exp(log_prior).sum()) + log_prior_nu(0.4)
    assert fitted.log_evidence == pytest.approx(float(evidence), abs=0.1)


def test_effects_of_examples_weaken_what_one_example_says():
    """Ten votes on one example teach less than ten votes on ten examples."""
    prior = prior_at(Pool.flat(2), Hyper(scale=0.6))
    one = Ballots.of([Ballot(0, 1, 1, example=0)] * 10)
    ten = Ballots.of([Ballot(0, 1, 1, example=k) for k in range(10)])
    means = [
        laplace(tally(votes, by_example=True), prior, Fitting(effect_variance=0.3)).mean[0]
        for votes in (one, ten)
    ]
    assert 0 < means[0] < means[1]
    plain = laplace(tally(one), prior, Fitting())
    assert means[0] < plain.mean[0]


def test_effects_of_examples_match_explicit_effects():
    """The signed overlap is what explicit (prompt, example) utilities would give."""
    utilities = np.array([0.5, 0.0, -0.5])
    ballots = random_votes(utilities, 12, seed=3)
    ballots = Ballots.of([ballots[k]._replace(example=k % 2) for k in range(12)])
    prior = prior_at(Pool.flat(3), Hyper(scale=0.6))
    short = laplace(
        tally(ballots, by_example=True),
        prior,
        Fitting(nu=0.4, tolerance=EXACT, effect_variance=0.3),
    )
    # The same with a prompt per (prompt, example) whose utility is f_k + its own effect.
    wide = np.kron(prior.covariance, np.ones((2, 2))) + 0.3 * np.eye(6)
    spread = Ballots.of(
        [
            ballots[k]._replace(
                left=2 * ballots[k].left + k % 2, right=2 * ballots[k].right + k % 2
            )
            for k in range(12)
        ]
    )
    from optimizer.preference.gaussian import Gaussian

    long = laplace(tally(spread), Gaussian.of(np.zeros(6), wide), Fitting(nu=0.4, tolerance=EXACT))
    assert short.log_evidence == pytest.approx(long.log_evidence, abs=1e-6)
    # f given the effects-laden utilities is linear: E[f] = K0' wide^-1 u.
    across = np.kron(prior.covariance, np.ones((1, 2)))
    expected = across @ np.linalg.solve(wide, long.mean[:6])
    assert short.mean[:3] == pytest.approx(expected, abs=1e-6)
