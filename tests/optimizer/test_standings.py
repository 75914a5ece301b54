from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.preference import Posterior, fit
from optimizer.records import Candidate, Duel, Prompt, Purpose, Verdict, Vote
from optimizer.standings import (
    RETIRE_VOTES,
    Members,
    advice,
    electable,
    incumbent_index,
    live_mask,
    standings,
)
from optimizer.views import AdviceKind
from optimizer.votes.evidence import Judgement, ballots, preference_pool
from optimizer.votes.tallies import tallies

START = Candidate(Prompt("start"), "Start", start=True)
POOL = (
    START,
    *(Candidate(Prompt(f"child {n}"), f"B{n}", parents=(START.id,)) for n in range(1, 4)),
)


def judged(number: int, left: int, right: int, verdict: Verdict) -> Judgement:
    duel = Duel(
        id=f"d{number}",
        purpose=Purpose.TUNE,
        example_id=f"e{number}",
        left_output=f"o{number}-{left}",
        right_output=f"o{number}-{right}",
        left_prompt=POOL[left].id,
        right_prompt=POOL[right].id,
        picker="eubo",
        setting_id="s",
    )
    return Judgement(Vote(f"v{number}", duel.id, "person", verdict), duel)


def wins(winner: int, loser: int, times: int, first: int = 0) -> list[Judgement]:
    return [
        judged(n, winner, loser, Verdict.LEFT) if n % 2 else judged(n, loser, winner, Verdict.RIGHT)
        for n in range(first, first + times)
    ]


def believed(judgements: list[Judgement]) -> Posterior:
    index = {candidate.id: k for k, candidate in enumerate(POOL)}
    return fit(preference_pool(POOL), ballots(judgements, index, {}))


def test_who_keeps_losing_is_retired_and_the_others_stay() -> None:
    votes = [*wins(1, 2, 12), *wins(1, 0, 12, first=20)]
    mask = live_mask(Members.of(POOL, START.id), believed(votes), tallies(votes))

    assert mask.tolist() == [True, True, False, True]


def test_no_candidate_is_retired_on_few_votes() -> None:
    votes = [*wins(1, 0, 12), *wins(1, 2, RETIRE_VOTES - 1, first=20)]
    mask = live_mask(Members.of(POOL, START.id), believed(votes), tallies(votes))

    assert mask.all()


def test_a_pinned_candidate_stays_and_an_archived_one_goes_whatever_the_votes_say() -> None:
    votes = wins(1, 2, 14)
    pinned = (POOL[0], POOL[1], replace(POOL[2], pinned=True), replace(POOL[3], archived=True))
    mask = live_mask(Members.of(pinned, START.id), believed(votes), tallies(votes))

    assert mask.tolist() == [True, True, True, False]


def test_only_what_somebody_has_seen_is_recommended() -> None:
    votes = wins(0, 1, 3)
    mask = electable(Members.of(POOL, START.id), tallies(votes))

    assert mask.tolist() == [True, True, False, False]
    assert incumbent_index(believed(votes), mask) == 0


def test_without_votes_the_start_prompt_is_recommended() -> None:
    assert incumbent_index(believed([]), electable(Members.of(POOL, START.id), tallies([]))) == 0


def test_an_archived_leader_is_no_longer_recommended() -> None:
    votes = wins(1, 0, 8)
    pool = (POOL[0], replace(POOL[1], archived=True), *POOL[2:])

    assert (
        incumbent_index(believed(votes), electable(Members.of(pool, START.id), tallies(votes))) == 0
    )


outcomes = st.lists(
    st.tuples(st.permutations(range(4)), st.sampled_from([v for v in Verdict if v != "skip"])),
    max_size=12,
)


@given(outcomes)
@settings(max_examples=20, deadline=None)
def test_standings_add_up(drawn: list[tuple[list[int], Verdict]]) -> None:
    votes = [judged(n, order[0], order[1], said) for n, (order, said) in enumerate(drawn)]
    posterior = believed(votes)
    table = standings(POOL, posterior, tallies(votes), START.id)

    assert sum(s.wins for s in table.values()) == sum(s.losses for s in table.values())
    assert sum(s.wins + s.losses + s.ties for s in table.values()) == 2 * len(votes)
    assert np.isclose(sum(s.p_best for s in table.values() if s.live), 1.0)
    assert table[START.id].p_beats_start == 0.5
    assert table[START.id].win_rate == 0.5
    for standing in table.values():
        assert standing.win_rate_low <= standing.win_rate <= standing.win_rate_high
        assert standing.live or standing.p_best == 0.0


def told(votes: list[Judgement], *, pairs_left: bool = True) -> tuple[AdviceKind, str]:
    said = advice(POOL, believed(votes), tallies(votes), START.id, pairs_left=pairs_left)
    return said.kind, said.text


def test_too_few_votes_name_no_winner() -> None:
    kind, text = told(wins(1, 0, 1))

    assert kind is AdviceKind.TOO_FEW_VOTES
    assert "1 so far" in text
    assert "B1" not in text
    assert told([])[0] is AdviceKind.TOO_FEW_VOTES


def test_a_clear_winner_is_good_enough() -> None:
    votes = [*wins(1, 0, 30), *wins(1, 2, 20, first=30), *wins(1, 3, 20, first=50)]
    kind, text = told(votes)

    assert kind is AdviceKind.GOOD_ENOUGH
    assert "B1" in text


def test_a_start_prompt_that_leads_is_not_said_to_beat_itself() -> None:
    kind, text = told([*wins(0, 1, 5), *wins(0, 2, 5, first=5)])

    assert kind is AdviceKind.KEEP_VOTING
    assert "no prompt is better than the start prompt" in text


def test_when_no_pair_is_left_that_is_said() -> None:
    kind, text = told([*wins(1, 0, 3), *wins(1, 2, 3, first=5)], pairs_left=False)

    assert kind is AdviceKind.NOTHING_TO_LEARN
    assert "was judged" in text
