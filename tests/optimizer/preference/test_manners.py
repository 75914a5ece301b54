"""Several people on one pool: how each votes beside the others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.preference import Ballot, Ballots, Pool, fit, fit_with_raters, judge_evidence
from optimizer.preference.ballots import USUAL, Manner, tally
from optimizer.preference.davidson import probabilities
from optimizer.preference.posterior import Posterior

SIZE = 8
TRUTH = np.linspace(-1.5, 1.5, SIZE)


def cast(count: int, rater: int, seed: int, gain: float = 1.0, side: float = 0.0) -> list[Ballot]:
    """Let a simulated person vote on random pairs."""
    rng = np.random.default_rng([seed, rater])
    votes = []
    for _ in range(count):
        left, right = (int(k) for k in rng.choice(SIZE, 2, replace=False))
        d = np.array(gain * (TRUTH[left] - TRUTH[right]) + side)
        chances = np.array(probabilities(d, 0.5))
        votes.append(Ballot(left, right, 1 - int(rng.choice(3, p=chances)), rater=rater))
    return votes


def renamed(votes: list[Ballot], names: dict[int, int]) -> Ballots:
    """Return the votes under other raters' numbers."""
    return Ballots.of([vote._replace(rater=names[vote.rater]) for vote in votes])


def same(one: Posterior, two: Posterior) -> bool:
    """Whether two posteriors are equal to the last bit."""
    return np.array_equal(one.state_mean, two.state_mean) and np.array_equal(
        one.state_covariance, two.state_covariance
    )


@settings(deadline=None, max_examples=8)
@given(seed=st.integers(0, 1000), name=st.integers(1, 2**32), count=st.integers(0, 40))
def test_one_person_alone_is_nobody_s_companion(seed: int, name: int, count: int) -> None:
    votes = cast(count, 0, seed)
    own = fit(Pool.flat(SIZE), Ballots.of(votes))
    assert own.manners == {}
    assert same(own, fit(Pool.flat(SIZE), renamed(votes, {0: name})))


@settings(deadline=None, max_examples=6)
@given(seed=st.integers(0, 1000), names=st.permutations([0, 5, 900]))
def test_names_of_people_and_the_order_of_votes_change_nothing(seed: int, names: list[int]) -> None:
    votes = [*cast(12, 0, seed), *cast(9, 1, seed), *cast(3, 2, seed, gain=0.0)]
    one = fit(Pool.flat(SIZE), renamed(votes, {0: 0, 1: 1, 2: 2}))
    two = fit(Pool.flat(SIZE), renamed(votes, dict(enumerate(names))))
    assert same(one, two)
    assert {names[who]: manner for who, manner in one.manners.items()} == two.manners
    shuffled = np.random.default_rng(seed).permutation(len(votes))
    three = fit(Pool.flat(SIZE), Ballots.of(votes).take(shuffled))
    assert same(one, three)


def test_a_vote_taken_back_was_never_cast() -> None:
    votes = Ballots.of([*cast(20, 0, 3), *cast(20, 1, 3)])
    before = fit(Pool.flat(SIZE), votes)
    more = votes.with_vote(Ballot(0, 7, 1, rater=1))
    assert not same(before, fit(Pool.flat(SIZE), more))
    after = fit(Pool.flat(SIZE), more.take(slice(0, 40)))
    assert same(before, after)
    assert before.manners == after.manners


def test_a_careless_person_beside_a_careful_one_costs_little() -> None:
    away: dict[str, list[float]] = {"alone": [], "pooled": [], "told apart": []}
    gains = []
    for seed in range(6):
        careful, careless = cast(120, 0, seed), cast(120, 1, seed, gain=0.0)
        apart = fit(Pool.flat(SIZE), Ballots.of(careful + careless))
        pooled = fit(Pool.flat(SIZE), renamed(careful + careless, {0: 0, 1: 0}))
        alone = fit(Pool.flat(SIZE), Ballots.of(careful))
        for name, posterior in (("alone", alone), ("pooled", pooled), ("told apart", apart)):
            mean = posterior.mean - posterior.mean.mean()
            away[name].append(float(np.sqrt(np.mean((mean - TRUTH) ** 2))))
        gains.append((apart.manners[0].gain, apart.manners[1].gain))
    assert np.mean(away["told apart"]) < (np.mean(away["alone"]) + np.mean(away["pooled"])) / 2
    assert all(careless < 0.6 * careful for careful, careless in gains)


def test_two_people_of_one_taste_count_as_one_with_all_their_votes() -> None:
    votes = [*cast(60, 0, 1), *cast(60, 1, 1)]
    apart = fit(Pool.flat(SIZE), Ballots.of(votes))
    pooled = fit(Pool.flat(SIZE), renamed(votes, {0: 0, 1: 0}))
    assert np.max(np.abs(apart.mean - pooled.mean)) < 0.25
    assert all(0.6 < manner.gain < 1.6 for manner in apart.manners.values())


def test_who_clicks_left_is_known_by_it_and_leaves_the_others_side_alone() -> None:
    votes = [*cast(60, 0, 2), *cast(60, 1, 2, gain=0.3, side=3.0)]
    posterior = fit(Pool.flat(SIZE), Ballots.of(votes))
    assert posterior.manners[1].side > 1.2
    assert posterior.manners[1].side > posterior.manners[0].side + 1.0
    pooled = fit(Pool.flat(SIZE), renamed(votes, {0: 0, 1: 0}))
    assert abs(posterior.beta + posterior.manners[0].side) < abs(pooled.beta)


def test_few_votes_say_nothing_of_a_manner() -> None:
    posterior = fit(Pool.flat(SIZE), Ballots.of([*cast(30, 0, 4), *cast(3, 1, 4)]))
    assert posterior.manners == {}


def test_manners_are_learned_beside_a_judge_too() -> None:
    votes = Ballots.of([*cast(80, 0, 5), *cast(80, 1, 5, gain=0.0)])
    judge = judge_evidence(Ballots.of(cast(100, 7, 6)), SIZE)
    manners = fit_with_raters(Pool.flat(SIZE), votes, [judge]).posterior.manners
    assert set(manners) == {0, 1}
    assert manners[1].gain < 0.6 * manners[0].gain


def test_the_next_vote_is_learned_by_the_manner_of_who_cast_it() -> None:
    posterior = fit(Pool.flat(SIZE), Ballots.of([*cast(80, 0, 5), *cast(80, 1, 5, gain=0.0)]))
    start = posterior.difference(2, 3)[0]
    moved = {
        who: abs(posterior.update(Ballot(2, 3, 1, rater=who)).difference(2, 3)[0] - start)
        for who in (0, 1)
    }
    assert moved[1] < 0.6 * moved[0]


def test_votes_of_different_manners_stay_apart_and_those_of_one_are_summed() -> None:
    ballots = Ballots.of([Ballot(0, 1, 1, rater=3), Ballot(0, 1, 1, rater=4), Ballot(0, 1, -1)])
    assert len(tally(ballots)) == 1
    cells = tally(ballots, manners={3: Manner(gain=0.5), 4: Manner(gain=0.5)})
    assert cells.gain.tolist() == [0.5, USUAL.gain]
    assert cells.wins.tolist() == [2.0, 0.0]
    assert cells.losses.tolist() == [0.0, 1.0]


@pytest.mark.parametrize("gain", [0.3, 1.7])
def test_both_forms_of_the_fit_agree_for_any_manner(gain: float) -> None:
    from optimizer.preference import Hyper, prior_at
    from optimizer.preference.newton import Fitting
    from optimizer.preference.prompt_space import prompt_space
    from optimizer.preference.vote_space import vote_space

    votes = Ballots.of([*cast(15, 0, 8), *cast(15, 1, 8)])
    cells = tally(votes, manners={1: Manner(gain, 0.7, 1.8)})
    prior = prior_at(Pool.flat(SIZE), Hyper(scale=1.0))
    one = vote_space(cells, prior, Fitting(tolerance=1e-10))
    two = prompt_space(cells, prior, Fitting(tolerance=1e-10))
    assert np.allclose(one.mean, two.mean, atol=1e-6)
    assert np.allclose(one.covariance, two.covariance, atol=1e-6)
    assert one.log_evidence == pytest.approx(two.log_evidence, abs=1e-6)
