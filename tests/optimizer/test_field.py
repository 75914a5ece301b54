"""Who is in play, of a small pool and of one that is too large for a whole fit."""

from types import SimpleNamespace

import numpy as np

from optimizer.belief import Belief
from optimizer.field import MATTER, Field
from optimizer.preference import LEFT, Ballot, Ballots
from optimizer.preference.core import WHOLE
from optimizer.records import Candidate
from optimizer.roster import Roster
from optimizer.template import start_prompt
from optimizer.votes.tallies import Tallies, Tally


def known(size: int, ballots: Ballots | None = None) -> SimpleNamespace:
    candidates: list[Candidate] = []
    for k in range(size):
        prompt = start_prompt(f"Way {k}: {{{{text}}}}")
        parents = (candidates[k // 2].id,) if k else ()
        candidates.append(Candidate(prompt, f"B{k}", parents=parents, start=not k))
    roster = Roster(candidates, candidates[0].id)
    voted = Ballots.empty() if ballots is None else ballots
    counts = {
        candidates[k].id: Tally(wins=1) for k in {*voted.left.tolist(), *voted.right.tolist()}
    }
    return SimpleNamespace(
        roster=roster,
        belief=Belief(roster.pool, voted, 20),
        retired={},
        tallies=lambda: Tallies.of(counts),
        scored=lambda: frozenset[str](),
    )


def test_all_of_a_small_pool_are_in_play_and_nothing_is_found_twice() -> None:
    field, small = Field(), known(12, Ballots.of([Ballot(3, 4, LEFT)]))
    assert field.live(small).all()
    assert field.interest(small) == ()
    prompts, posterior, live, ballots = field.play(small)
    assert len(prompts) == len(posterior) == len(live) == 12
    assert ballots is small.belief.ballots
    assert field.electable(small) is field.electable(small)
    assert np.flatnonzero(field.electable(small)).tolist() == [0, 3, 4]
    small.roster.change(prompts[3], archived=True)
    assert np.flatnonzero(field.electable(small)).tolist() == [0, 4]


def test_of_a_large_pool_the_core_is_in_play() -> None:
    field = Field()
    large = known(WHOLE + 40, Ballots.of([Ballot(3, 4, LEFT), Ballot(5, 9, LEFT)]))
    large.roster.change(large.roster.candidates[7].id, pinned=True)
    interest = field.interest(large)
    assert interest[0] == 0
    assert 7 in interest
    assert MATTER <= len(interest) <= MATTER + 3
    job = large.belief.refit_job(interest=lambda: interest)
    assert job is not None
    assert large.belief.accept(job, job.run())
    core = large.belief.posterior.core
    assert core is not None
    live = field.live(large)
    assert set(np.flatnonzero(live).tolist()) <= {*core.tolist(), 7}
    prompts, posterior, shown, ballots = field.play(large)
    assert len(prompts) == len(posterior) == len(shown) == live.sum()
    assert posterior.core is None
    assert ballots.left.max(initial=0) < len(prompts)
