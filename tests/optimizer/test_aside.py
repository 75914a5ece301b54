"""Of a large pool, who is not in play though nothing speaks against it."""

from __future__ import annotations

import numpy as np

from optimizer.preference import LEFT, Ballot, Ballots, fit
from optimizer.preference.core import WHOLE
from optimizer.records import Candidate
from optimizer.standings import advice, standings
from optimizer.template import start_prompt
from optimizer.views import AdviceKind
from optimizer.votes.evidence import preference_pool
from optimizer.votes.tallies import Tallies, Tally


def pool(size: int) -> list[Candidate]:
    found: list[Candidate] = []
    for k in range(size):
        parents = (found[0].id,) if k else ()
        prompt = start_prompt(f"Way {k}: {{{{text}}}}")
        found.append(Candidate(prompt, f"B{k}", parents=parents, start=not k, archived=k == 5))
    return found


def judged(candidates: list[Candidate]) -> tuple[Ballots, Tallies]:
    """The second prompt beats everybody of the first thirty, each of them four times."""
    votes = [Ballot(1, k, LEFT) for k in range(2, 30) for _ in range(4)]
    counts = {candidates[k].id: Tally(losses=4) for k in range(2, 30)}
    counts[candidates[1].id] = Tally(wins=len(votes))
    return Ballots.of(votes), Tallies.of(counts)


def test_in_a_small_pool_nobody_is_set_aside() -> None:
    candidates = pool(40)
    votes, counts = judged(candidates)
    told = standings(candidates, fit(preference_pool(candidates), votes), counts, candidates[0].id)
    assert not any(standing.aside for standing in told.values())


def test_of_a_large_pool_those_outside_the_core_are_set_aside_and_not_called_beaten() -> None:
    candidates = pool(WHOLE + 100)
    votes, counts = judged(candidates)
    posterior = fit(preference_pool(candidates), votes)
    told = list(standings(candidates, posterior, counts, candidates[0].id).values())
    assert posterior.core is not None
    outside = np.setdiff1d(np.arange(len(candidates)), posterior.core)
    assert len(outside) > 100
    for k, standing in enumerate(told):
        assert not (standing.live and standing.aside)
        if standing.aside:
            assert k in outside
            assert k != 5, "archived is archived"
    unjudged = [told[k] for k in outside.tolist() if k >= 30]
    assert all(standing.aside for standing in unjudged)

    said = advice(candidates, posterior, counts, candidates[0].id)
    assert said.kind is not AdviceKind.TOO_FEW_VOTES
