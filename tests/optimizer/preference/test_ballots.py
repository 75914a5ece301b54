from __future__ import annotations

import numpy as np
import pytest

from optimizer.preference import Ballot, Ballots, vote_weights
from optimizer.preference.ballots import tally


def test_repeats_of_one_output_pair_by_one_rater_share_one_vote():
    pairs = [("a", "b"), ("b", "a"), ("a", "b"), ("a", "c")]
    weights = vote_weights(pairs, ["me", "me", "you", "me"], [False] * 4)
    assert weights.tolist() == [0.5, 0.5, 1.0, 1.0]


def test_a_slight_preference_weighs_half():
    assert vote_weights([("a", "b")], ["me"], [True]).tolist() == [0.5]


def test_votes_survive_the_trip_through_arrays():
    ballots = [Ballot(0, 1, 1, 0.5, 3, 7), Ballot(2, 0, -1)]
    arrays = Ballots.of(ballots)
    assert [arrays[k] for k in range(len(arrays))] == ballots
    assert Ballots.of(ballots[:1]).with_vote(ballots[1])[1] == ballots[1]


@pytest.mark.parametrize(
    "vote",
    [Ballot(1, 1, 0), Ballot(0, 1, 2), Ballot(0, 1, 1, -0.5), Ballot(0, 1, 1, float("nan"))],
)
def test_a_vote_that_makes_no_sense_is_refused(vote):
    with pytest.raises(ValueError):  # noqa: PT011 - the message differs by case
        Ballots.of([vote])


def test_votes_are_summed_per_ordered_pair():
    cells = tally(
        Ballots.of([Ballot(0, 1, 1), Ballot(1, 0, 1), Ballot(0, 1, 0, 0.5), Ballot(0, 1, -1)])
    )
    assert cells.left.tolist() == [0, 1]
    assert cells.wins.tolist() == [1.0, 1.0]
    assert cells.ties.tolist() == [0.5, 0.0]
    assert cells.losses.tolist() == [1.0, 0.0]


def test_examples_are_kept_apart_when_asked_for():
    ballots = Ballots.of([Ballot(0, 1, 1, example=4), Ballot(0, 1, 1, example=2)])
    assert tally(ballots, by_example=True).example.tolist() == [2, 4]
    assert len(tally(ballots)) == 1


def test_no_votes_make_no_cells():
    assert len(tally(Ballots.empty())) == 0
    assert np.array_equal(tally(Ballots.empty()).wins, np.zeros(0))
