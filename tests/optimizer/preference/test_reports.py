from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from optimizer.preference import (
    Advised,
    Ballot,
    Ballots,
    Pool,
    advice,
    expected_regret,
    fit,
    fit_with_raters,
    p_beats,
    p_best,
    recommended,
    standing,
    win_rate,
    win_rates,
)
from optimizer.preference.grid import SAMPLING_VARIANCE
from tests.optimizer.preference.worlds import cases, random_votes


@settings(max_examples=25, deadline=None)
@given(cases())
def test_chances_are_chances(case):
    posterior = fit(*case)
    best = recommended(posterior)
    assert p_best(posterior).sum() == pytest.approx(1.0)
    assert expected_regret(posterior) >= 0
    assert 0.0 < p_beats(posterior, best, 0 if best else 1) < 1.0
    assert p_beats(posterior, 0, 1) + p_beats(posterior, 1, 0) == pytest.approx(1.0)
    rate = win_rate(posterior, 0, 1)
    assert 0 < rate.low <= rate.value <= rate.high < 1


def test_figures_are_repeatable():
    posterior = fit(Pool.flat(4), random_votes(np.arange(4) / 2, 30, seed=1))
    one, two = standing(posterior), standing(posterior)
    assert np.array_equal(one.p_best, two.p_best)
    assert one.regret == two.regret


def test_a_win_rate_on_new_examples_is_less_sure_the_fewer_examples_taught_it():
    votes = random_votes(np.arange(4) / 2, 400, seed=1)
    pool = Pool.flat(4)
    widths, chances = [], []
    for count in (12, 40, 400, None):
        posterior = fit(pool, votes, n_examples=count)
        rate = win_rate(posterior, 3, 2)
        widths.append(rate.high - rate.low)
        chances.append(p_beats(posterior, 3, 2))
        assert expected_regret(posterior) == expected_regret(fit(pool, votes))
        assert rate.value == win_rate(fit(pool, votes), 3, 2).value
    assert widths == sorted(widths, reverse=True)
    assert chances == sorted(chances)
    assert widths[0] > 1.5 * widths[-1]
    assert widths[2] < 1.1 * widths[-1]
    assert win_rate(posterior, 2, 2).low == pytest.approx(0.5)


def test_no_interval_says_that_nobody_ever_votes_carelessly():
    votes = Ballots.of([Ballot(0, 1, 1)] * 300 + [Ballot(1, 2, 1)] * 300)
    posterior = fit(Pool.flat(3), votes)
    value, low, high = win_rates(posterior, 2)
    assert value[0] > 0.99
    assert low[0] < 0.97 < value[0] <= high[0]
    value, low, high = win_rates(posterior, 0)
    assert low[2] <= value[2] < 0.03 < high[2] < 0.05


def test_below_ten_examples_their_effects_are_in_the_posterior_itself():
    votes = random_votes(np.arange(4) / 2, 60, seed=1)
    assert fit(Pool.flat(4), votes, n_examples=9).sampling_share == 0.0
    assert fit(Pool.flat(4), votes, n_examples=10).sampling_share == SAMPLING_VARIANCE / 10
    many = random_votes(np.arange(4) / 2, 251, seed=1)
    assert fit(Pool.flat(4), many, n_examples=9).sampling_share == SAMPLING_VARIANCE / 9
    assert fit(Pool.flat(4), many, n_examples=9).effect_variance == 0.0
    beside = fit_with_raters(Pool.flat(4), votes, (), n_examples=10).posterior
    assert beside.sampling_share == SAMPLING_VARIANCE / 10


def test_only_live_prompts_are_recommended():
    posterior = fit(Pool.flat(3), random_votes(np.array([2.0, 1.0, -2.0]), 100, seed=2))
    live = np.array([False, True, True])
    assert recommended(posterior) == 0
    assert recommended(posterior, live) == 1
    assert p_best(posterior, live)[0] == 0.0
    with pytest.raises(ValueError, match="live"):
        recommended(posterior, np.zeros(3, dtype=bool))


def test_rates_of_all_prompts_are_those_of_each():
    posterior = fit(Pool.flat(3), random_votes(np.array([0.4, 0.0, -0.4]), 30, seed=3))
    value, low, high = win_rates(posterior, 1)
    one = win_rate(posterior, 2, 1)
    assert (value[2], low[2], high[2]) == pytest.approx((one.value, one.low, one.high))
    assert value[1] == low[1] == high[1] == 0.5


def test_a_prompt_against_itself_is_even():
    posterior = fit(Pool.flat(2), Ballots.empty())
    assert p_beats(posterior, 0, 0) == 0.5
    assert win_rate(posterior, 1, 1).value == 0.5


def test_the_advice_goes_from_too_few_to_good_enough():
    utilities = np.array([0.0, 2.0, -1.0])
    verdicts = [
        advice(fit(Pool.flat(3), random_votes(utilities, n, seed=4))).verdict for n in (3, 200)
    ]
    assert verdicts == [Advised.TOO_FEW_VOTES, Advised.GOOD_ENOUGH]


def test_the_advice_wants_more_votes_while_leaders_are_close():
    utilities = np.linspace(0, 1, 12)
    found = advice(fit(Pool.flat(12), random_votes(utilities, 15, seed=5)))
    assert found.verdict is Advised.KEEP_VOTING
    assert found.regret > 0.2


def test_nothing_is_to_be_learned_without_pairs_or_without_differences():
    ties = Ballots.of([Ballot(0, 1, 0), Ballot(1, 0, 0)] * 30)
    alike = fit(Pool.flat(2), ties)
    assert advice(alike).verdict is Advised.NOTHING_TO_LEARN
    fresh = fit(Pool.flat(2), Ballots.empty())
    assert advice(fresh, pairs_left=False).verdict is Advised.NOTHING_TO_LEARN
    assert advice(fresh, np.array([True, False])).verdict is Advised.NOTHING_TO_LEARN
    assert advice(fresh).verdict is Advised.TOO_FEW_VOTES
