"""ColaBO: what the person expects chooses the first pairs, and votes correct it."""

from __future__ import annotations

from collections import Counter

import numpy as np

from optimizer.methods import arrange, find_method, unmet
from optimizer.pairing import PICKERS, History
from optimizer.preference import Ballot, Ballots, Expectation, Pool, fit
from optimizer.records import Need

BELIEVED = 3
OPEN = np.ones(5, dtype=bool)


def shown(beliefs: list[Expectation], votes: Ballots) -> int:
    """Return in how many of the five pairs that come first the believed prompt is."""
    picker = PICKERS[arrange(find_method("colabo")).picker]()
    posterior = fit(Pool.flat(5), votes, beliefs=beliefs)
    ranking = picker.rank(posterior, OPEN, History(ballots=votes), np.random.default_rng(0))
    return Counter(side for pair in ranking[:4] for side in pair)[BELIEVED]


def test_what_is_believed_is_looked_at_first() -> None:
    beliefs = [Expectation(BELIEVED, other) for other in (0, 1, 2, 4)]
    assert shown(beliefs, Ballots.empty()) == 4, "every one of the first pairs asks about it"
    against = [Expectation(other, BELIEVED) for other in (0, 1, 2, 4)]
    assert shown(against, Ballots.empty()) == 0


def test_votes_take_a_wrong_belief_back() -> None:
    beliefs = [Expectation(BELIEVED, other) for other in (0, 1, 2, 4)]
    lost = Ballots.of([Ballot(other, BELIEVED, 1) for other in (0, 1, 2, 4)] * 6)
    posterior = fit(Pool.flat(5), lost, beliefs=beliefs)
    assert int(np.argmin(posterior.mean)) == BELIEVED
    assert shown(beliefs, lost) == 0


def test_a_person_is_all_it_needs() -> None:
    assert unmet(find_method("colabo"), {Need.PERSON}) == ""
