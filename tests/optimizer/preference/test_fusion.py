from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.preference import Ballots, Hyper, Pool, fit, prior_at, recommended
from optimizer.preference.fusion import Attitude, condition, fit_with_raters
from optimizer.preference.gaussian import Gaussian
from optimizer.preference.raters import RaterEvidence, judge_evidence, metric_evidence
from tests.optimizer.preference.worlds import random_votes

LINEAGE = Pool(parents=((), (0,), (0,), (1, 2), (3,)))
SIZE = len(LINEAGE)


def evidence(seed: int, columns: int = 1) -> RaterEvidence:
    rng = np.random.default_rng(seed)
    utilities = rng.normal(size=SIZE)
    return judge_evidence(random_votes(utilities, 60, seed), SIZE, rng.normal(size=(SIZE, columns)))


def brute_force(prior, scale, raters):
    """Condition the joint normal of tastes, own tastes and biases on everything at once."""
    blocks = [prior.covariance / scale**2]
    maps = []
    offset = SIZE
    for rater, attitude in raters:
        columns = rater.covariates.shape[1]
        blocks += [np.eye(SIZE), np.eye(columns)]
        maps.append((offset, rater, attitude))
        offset += SIZE + columns
    joint = np.zeros((offset, offset))
    at = 0
    for block in blocks:
        joint[at : at + len(block), at : at + len(block)] = block
        at += len(block)
    mean = np.zeros(offset)
    mean[:SIZE] = prior.mean / scale
    precision, pull, log_evidence = np.linalg.inv(joint), np.linalg.solve(joint, mean), 0.0
    for start, rater, attitude in maps:
        k, v = attitude.agreement, attitude.spread
        to_j = np.zeros((SIZE, offset))
        to_j[:, :SIZE] = v * k * np.eye(SIZE)
        to_j[:, start : start + SIZE] = v * np.sqrt(1 - k**2) * np.eye(SIZE)
        columns = rater.covariates.shape[1]
        to_j[:, start + SIZE : start + SIZE + columns] = rater.covariates * attitude.biases
        precision = precision + to_j.T @ rater.information @ to_j
        pull = pull + to_j.T @ rater.pull
    covariance = np.linalg.inv(precision)
    posterior_mean = covariance @ pull
    log_evidence = 0.5 * (
        pull @ posterior_mean
        - mean @ np.linalg.solve(joint, mean)
        + np.linalg.slogdet(covariance)[1]
        - np.linalg.slogdet(joint)[1]
    )
    return scale * posterior_mean[:SIZE], scale**2 * covariance[:SIZE, :SIZE], log_evidence


@pytest.mark.parametrize("agreement", [0.0, 0.5, 0.96])
@pytest.mark.parametrize("columns", [0, 2])
def test_one_judge_matches_the_joint_normal(agreement, columns):
    hyper = Hyper(scale=0.6, step_share=0.3, drift=-0.5)
    prior = prior_at(LINEAGE, hyper)
    rater = evidence(1, columns)
    attitude = Attitude(agreement, 0.8, (0.4, 0.2)[:columns])
    found = condition(prior, hyper.scale, rater, attitude)
    expected = brute_force(prior, hyper.scale, [(rater, attitude)])
    for one, two in zip(found, expected, strict=True):
        assert one == pytest.approx(two, abs=1e-8)


def test_raters_one_after_the_other_match_the_joint_normal():
    hyper = Hyper(scale=1.0, step_share=1.0, drift=-0.2)
    prior = prior_at(LINEAGE, hyper)
    judge, metric = evidence(2), evidence(3, 0)
    first, second = Attitude(0.7, 1.6, (0.8,)), Attitude(0.5, 0.4)
    mean, covariance, one = condition(prior, hyper.scale, judge, first)
    mean, covariance, two = condition(Gaussian.of(mean, covariance), hyper.scale, metric, second)
    expected = brute_force(prior, hyper.scale, [(judge, first), (metric, second)])
    assert mean == pytest.approx(expected[0], abs=1e-8)
    assert covariance == pytest.approx(expected[1], abs=1e-8)
    assert one + two == pytest.approx(expected[2], abs=1e-8)


def test_a_judge_without_agreement_changes_nothing():
    prior = prior_at(LINEAGE, Hyper(scale=0.6, drift=-0.2))
    mean, covariance, _ = condition(prior, 0.6, evidence(4), Attitude(0.0, 0.8, (0.2,)))
    assert mean == pytest.approx(prior.mean)
    assert covariance == pytest.approx(prior.covariance)


def test_the_side_offset_of_a_judge_does_not_move_its_utilities():
    utilities = np.array([1.0, 0.0, -1.0])
    fair = judge_evidence(random_votes(utilities, 3000, 5, beta=0.0), 3)
    biased = judge_evidence(random_votes(utilities, 3000, 6, beta=1.0), 3)
    ridge = 0.05 * np.eye(3)
    fits = [np.linalg.solve(e.information + ridge, e.pull) for e in (fair, biased)]
    assert fits[0] == pytest.approx(fits[1], abs=0.15)
    assert np.argsort(fits[1]).tolist() == [2, 1, 0]


def test_a_judge_who_often_calls_a_tie_differs_no_less():
    utilities = np.array([1.0, 0.0, -1.0])
    bold = judge_evidence(random_votes(utilities, 4000, 5, ties=0.1), 3)
    timid = judge_evidence(random_votes(utilities, 4000, 6, ties=2.0), 3)
    ridge = 0.05 * np.eye(3)
    fits = [np.linalg.solve(e.information + ridge, e.pull) for e in (bold, timid)]
    assert fits[0] == pytest.approx(fits[1], abs=0.15)
    assert bold.tie_weight == pytest.approx(0.1, rel=0.2)
    assert timid.tie_weight == pytest.approx(2.0, rel=0.2)


def test_a_metric_observes_differences_only():
    low = metric_evidence(np.array([0.2, 0.5, 0.8]), np.array([20, 20, 0]))
    assert low.information @ np.ones(3) == pytest.approx(np.zeros(3), abs=1e-12)
    assert low.pull[1] > 0 > low.pull[0]
    assert low.pull[2] == pytest.approx(0.0)
    assert low.votes == 40


WORLD = np.linspace(-1.2, 1.2, 12)


def test_a_good_judge_helps_before_the_first_vote():
    judge = judge_evidence(random_votes(WORLD, 600, seed=7), 12)
    fusion = fit_with_raters(Pool.flat(12), Ballots.empty(), [judge])
    assert np.corrcoef(fusion.posterior.mean, WORLD)[0, 1] > 0.9
    assert fusion.posterior.votes == 0
    assert fusion.reports[0].votes == 600


def test_judge_votes_alone_never_make_the_program_sure():
    """However many judge votes there are, they do not count as the person's."""
    sure = fit(Pool.flat(12), random_votes(WORLD, 4000, seed=8))
    judge = judge_evidence(random_votes(WORLD, 4000, seed=8), 12)
    alone = fit_with_raters(Pool.flat(12), Ballots.empty(), [judge]).posterior
    assert alone.difference(11, 5)[1] > 3 * sure.difference(11, 5)[1]


def test_agreement_is_learned_from_the_persons_votes():
    judge = judge_evidence(random_votes(WORLD, 600, seed=9), 12)
    person = random_votes(WORLD, 150, seed=10)
    stranger = random_votes(-WORLD, 150, seed=10)
    like = fit_with_raters(Pool.flat(12), person, [judge])
    unlike = fit_with_raters(Pool.flat(12), stranger, [judge])
    assert like.reports[0].agreement > 0.8
    assert not like.reports[0].dropped
    assert unlike.reports[0].agreement < 0.3
    assert unlike.reports[0].dropped
    alone = fit(Pool.flat(12), stranger)
    assert unlike.posterior.mean == pytest.approx(alone.mean)


def test_a_length_bias_is_told_from_taste():
    rng = np.random.default_rng(11)
    length = rng.normal(size=12)
    judge = random_votes(0.3 * WORLD + 1.5 * length, 1500, seed=12)
    person = random_votes(WORLD, 60, seed=13)
    known = fit_with_raters(Pool.flat(12), person, [judge_evidence(judge, 12, length)])
    blind = fit_with_raters(Pool.flat(12), person, [judge_evidence(judge, 12)])
    assert known.reports[0].biases[0] > 0.7
    assert known.reports[0].agreement > blind.reports[0].agreement


def test_no_raters_leave_the_plain_posterior():
    person = random_votes(WORLD, 40, seed=14)
    silent = judge_evidence(Ballots.empty(), 12)
    fusion = fit_with_raters(Pool.flat(12), person, [silent])
    assert np.array_equal(fusion.posterior.mean, fit(Pool.flat(12), person).mean)
    assert fusion.reports[0].votes == 0


def test_two_raters_are_fused_and_reported_in_order():
    judge = judge_evidence(random_votes(WORLD, 300, seed=15), 12)
    noise = judge_evidence(random_votes(np.random.default_rng(1).normal(size=12), 300, 16), 12)
    fusion = fit_with_raters(Pool.flat(12), random_votes(WORLD, 80, seed=17), [noise, judge])
    assert fusion.reports[1].agreement > fusion.reports[0].agreement
    assert recommended(fusion.posterior) >= 9


def test_a_metric_that_decides_alone_is_the_persons_taste() -> None:
    scores = np.array([0.5, 0.6, 0.3, 0.8, 0.55])
    heard = metric_evidence(scores, np.full(SIZE, 60))
    beside = fit_with_raters(LINEAGE, Ballots.empty(), [heard])
    alone = fit_with_raters(LINEAGE, Ballots.empty(), [replace(heard, trusted=True)])
    assert np.argmax(alone.posterior.mean) == 3
    assert np.argmin(alone.posterior.mean) == 2
    assert np.ptp(alone.posterior.mean) > np.ptp(beside.posterior.mean)
    assert alone.reports[0].agreement == pytest.approx(1.0)
