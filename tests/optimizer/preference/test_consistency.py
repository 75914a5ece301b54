from __future__ import annotations

import numpy as np
import pytest

from optimizer.preference import Ballot, Ballots, Pool, fit
from optimizer.preference.consistency import (
    agreement,
    over_optimized,
    self_agreement,
    shared_verdicts,
)
from tests.optimizer.preference.worlds import random_votes


def test_kappa_is_agreement_beyond_chance():
    assert agreement([1, 0, -1, 1], [1, 0, -1, 1]).kappa == pytest.approx(1.0)
    half = agreement([1, 1, -1, -1], [1, -1, 1, -1])
    assert half.share == 0.5
    assert half.kappa == pytest.approx(0.0)
    assert agreement([1, 1], [1, 1]).kappa == 0.0
    assert agreement([], []).n == 0


def test_a_repeat_with_swapped_sides_agrees_when_the_same_prompt_wins():
    votes = [Ballot(0, 1, 1, example=3), Ballot(1, 0, -1, example=3), Ballot(1, 0, 1, example=3)]
    found = self_agreement(Ballots.of(votes))
    assert (found.n, found.share) == (2, 0.5)


def test_different_examples_raters_and_unknown_examples_are_no_repeats():
    votes = [
        Ballot(0, 1, 1, example=3),
        Ballot(0, 1, 1, example=4),
        Ballot(0, 1, 1, example=3, rater=1),
        Ballot(0, 1, 1),
        Ballot(0, 1, 1),
    ]
    assert self_agreement(Ballots.of(votes)).n == 0


def test_a_judge_is_compared_on_shared_duels_from_the_same_side():
    person = Ballots.of([Ballot(0, 1, 1, example=1), Ballot(2, 1, 0, example=1)])
    judge = Ballots.of([Ballot(1, 0, -1, example=1), Ballot(0, 2, 1, example=1)])
    assert shared_verdicts(person, judge) == ([1], [1])


def test_a_judge_that_praises_what_the_person_rejects_is_noticed():
    pool = Pool.flat(2)
    person = fit(pool, random_votes(np.array([0.5, -0.5]), 40, seed=1))
    judge = fit(pool, random_votes(np.array([-1.0, 1.0]), 100, seed=2))
    assert over_optimized(person, judge, candidate=1, baseline=0)
    assert not over_optimized(person, person, candidate=1, baseline=0)
    early = fit(pool, random_votes(np.array([0.5, -0.5]), 10, seed=1))
    assert not over_optimized(early, judge, candidate=1, baseline=0)
