"""Votes on picked examples: what they tell of random ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.preference import (
    Ballot,
    Ballots,
    Pool,
    fit,
    fit_with_raters,
    judge_evidence,
)
from optimizer.preference.ballots import clearness, tally
from optimizer.preference.core import core_of
from optimizer.preference.davidson import probabilities
from optimizer.preference.discrimination import EXPECTED, FEW
from optimizer.preference.surroundings import with_surroundings

SIZE = 6
TRUTH = np.linspace(-1.0, 1.0, SIZE)
POOL = Pool.flat(SIZE)


def cast(count: int, gain: float, looked_at: int, seed: int, rater: int = 0) -> list[Ballot]:
    """Let somebody vote on random pairs, on examples that show differences so clearly."""
    rng = np.random.default_rng([seed, looked_at, rater])
    votes = []
    for _ in range(count):
        left, right = (int(k) for k in rng.choice(SIZE, 2, replace=False))
        chances = np.array(probabilities(np.array(gain * (TRUTH[left] - TRUTH[right])), 0.4))
        outcome = 1 - int(rng.choice(3, p=chances))
        votes.append(Ballot(left, right, outcome, rater=rater, looked_at=looked_at))
    return votes


def mixed(count: int, gain: float, seed: int) -> list[Ballot]:
    """Every fifth vote is on an example that chance took, the others on the most telling of 8."""
    return [*cast(count // 5, 1.0, 1, seed), *cast(count - count // 5, gain, 8, seed)]


def test_votes_tell_how_clear_picked_examples_are() -> None:
    found = {
        gain: np.mean(
            [fit(POOL, Ballots.of(mixed(600, gain, seed))).discrimination for seed in range(4)]
        )
        for gain in (1.0, 1.5, 2.4)
    }
    assert found[1.0] < 1.4 < found[1.5] < 2.0 < found[2.4]


def test_before_many_votes_it_is_what_is_expected() -> None:
    few = [*cast(30, 1.0, 1, 0), *cast(FEW - 1, 3.0, 8, 0)]
    assert fit(POOL, Ballots.of(few)).discrimination == EXPECTED
    assert fit(POOL, Ballots.empty()).discrimination == EXPECTED


def test_prompts_are_not_thought_further_apart_than_random_examples_show() -> None:
    worst, best = 0, SIZE - 1
    truth = TRUTH[best] - TRUTH[worst]
    votes = [mixed(800, 2.2, seed) for seed in range(4)]
    as_random = [[vote._replace(looked_at=1) for vote in each] for each in votes]

    def seen(each: list[Ballot]) -> float:
        return fit(POOL, Ballots.of(each)).difference(best, worst)[0]

    known = np.mean([seen(each) for each in votes])
    mistaken = np.mean([seen(each) for each in as_random])
    assert known == pytest.approx(truth, abs=0.35)
    assert mistaken > truth + 1.0


def test_fewer_examples_to_choose_from_tell_less() -> None:
    clear = clearness(np.array([1, 2, 4, 8]), 2.0)
    assert clear[[0, 3]] == pytest.approx([1.0, 2.0])
    assert np.all(np.diff(clear) > 0.0)
    cells = tally(Ballots.of([*cast(3, 1.0, 1, 0), *cast(3, 1.0, 8, 0)]), discrimination=1.7)
    assert sorted(set(cells.gain.round(9))) == [1.0, 1.7]


def test_the_order_of_votes_changes_nothing() -> None:
    votes = mixed(60, 2.0, 3)
    shuffled = [votes[k] for k in np.random.default_rng(1).permutation(len(votes))]
    one, two = fit(POOL, Ballots.of(votes)), fit(POOL, Ballots.of(shuffled))
    assert one.discrimination == two.discrimination
    assert np.array_equal(one.state_mean, two.state_mean)


def test_one_more_vote_is_learned_as_a_refit_would() -> None:
    votes = mixed(100, 2.0, 4)
    before = fit(POOL, Ballots.of(votes))
    for looked_at in (1, 8):
        vote = Ballot(1, SIZE - 2, -1, looked_at=looked_at)
        stepped, whole = before.update(vote), fit(POOL, Ballots.of([*votes, vote]))
        assert stepped.mean == pytest.approx(whole.mean, abs=0.04)
    sharp = before.update(Ballot(0, SIZE - 1, 1, looked_at=8))
    plain = before.update(Ballot(0, SIZE - 1, 1, looked_at=1))
    # A verdict against all that is known moves more where it could hardly be luck.
    assert sharp.mean[0] - sharp.mean[-1] > plain.mean[0] - plain.mean[-1]


def test_it_is_learned_beside_a_judge_and_beside_other_people() -> None:
    votes = mixed(300, 2.4, 5)
    judge = judge_evidence(Ballots.of(cast(200, 1.0, 1, 9)), SIZE)
    beside = fit_with_raters(POOL, Ballots.of(votes), [judge]).posterior
    alone = fit(POOL, Ballots.of(votes))
    assert beside.discrimination == pytest.approx(alone.discrimination, abs=0.05)
    two = [*votes, *(vote._replace(rater=1) for vote in mixed(300, 2.4, 6))]
    together = fit(POOL, Ballots.of(two))
    assert together.discrimination > EXPECTED
    # Both saw picked examples in the same measure: neither votes more clearly than the other.
    assert {who: manner.gain for who, manner in together.manners.items()} == pytest.approx(
        {0: 1.0, 1: 1.0}, abs=0.2
    )


def test_whoever_stands_outside_the_core_is_placed_by_it_as_well() -> None:
    pool = Pool(parents=((), *(((0,),) * 11)))
    rng = np.random.default_rng(2)
    votes = Ballots.of(
        [
            Ballot(0, k, int(rng.choice([1, -1], p=[0.2 + 0.05 * k, 0.8 - 0.05 * k])), looked_at=8)
            for k in range(1, 12)
            for _ in range(80)
        ]
    )
    core = core_of(pool, votes, [], size=4)

    def spread(discrimination: float) -> float:
        fitted = replace(fit(core.pool, core.ballots), discrimination=discrimination)
        placed = with_surroundings(fitted, core, pool, votes)
        return float(np.ptp(np.delete(placed.mean, core.kept)))

    assert spread(2.0) < 0.7 * spread(1.0)
