"""A child's hypothesis is held to the votes that come after it."""

from __future__ import annotations

import pytest

from optimizer.breeding.hypotheses import complaints_in, hypotheses
from optimizer.preference import fit
from optimizer.records import Candidate, Duel, Prompt, Purpose, Verdict, Vote
from optimizer.views import HypothesisState, HypothesisView
from optimizer.votes.evidence import Judgement, ballots, preference_pool

START = Candidate(Prompt("start"), "Start", start=True)
OTHER = Candidate(Prompt("other"), "B1", parents=(START.id,))
FIXED = Candidate(
    Prompt("fixed"),
    "B2",
    parents=(START.id,),
    proposer="critique",
    hypothesis="should fix: too long (6), rude (1)",
)
HOPED = Candidate(
    Prompt("hoped"),
    "B3",
    parents=(START.id,),
    proposer="rephrase",
    hypothesis="should be easier to follow",
)
POOL = (START, OTHER, FIXED, HOPED)


def judged(
    number: int,
    left: Candidate,
    right: Candidate,
    verdict: Verdict,
    tags: tuple[str, ...] = (),
    reason: str = "",
) -> Judgement:
    duel = Duel(
        id=f"d{number}",
        purpose=Purpose.TUNE,
        example_id=f"e{number}",
        left_output=f"o{number}-l",
        right_output=f"o{number}-r",
        left_prompt=left.id,
        right_prompt=right.id,
        picker="eubo",
        setting_id="s",
    )
    return Judgement(Vote(f"v{number}", duel.id, "person", verdict, tags=tags, reason=reason), duel)


def look(judgements: list[Judgement]) -> dict[str, HypothesisView]:
    index = {candidate.id: place for place, candidate in enumerate(POOL)}
    places = {f"e{n}": n for n in range(100)}
    posterior = fit(preference_pool(POOL), ballots(judgements, index, places), n_examples=100)
    return {view.text: view for view in hypotheses(POOL, posterior, judgements)}


def complained(count: int, first: int = 0) -> list[Judgement]:
    """The start prompt loses for being too long."""
    return [judged(first + n, START, OTHER, Verdict.RIGHT, ("too long",)) for n in range(count)]


def test_what_was_said_of_relatives_alone_is_held_to_the_votes_before_the_child() -> None:
    relatives = [judged(n, OTHER, HOPED, Verdict.RIGHT, ("too long",)) for n in range(8)]
    later = [judged(20 + n, FIXED, OTHER, Verdict.LEFT, ("too long",)) for n in range(9)]
    view = look(relatives + later)["should fix: too long (6)"]
    assert (view.before, view.after) == ("8 of 8", "0 of 9")
    assert view.state is HypothesisState.CONFIRMED


def test_a_complaint_that_does_not_come_back_is_fixed() -> None:
    later = [judged(20 + n, FIXED, OTHER, Verdict.LEFT) for n in range(8)]
    view = look(complained(8) + later)["should fix: too long (6)"]
    assert (view.name, view.before, view.after) == ("B2", "8 of 8", "0 of 8")
    assert view.state is HypothesisState.CONFIRMED


def test_a_complaint_that_gets_worse_refutes_it() -> None:
    before = [judged(n, START, OTHER, Verdict.LEFT) for n in range(10)]
    later = [judged(20 + n, FIXED, OTHER, Verdict.RIGHT, ("too long",)) for n in range(8)]
    view = look(before + later)["should fix: too long (6)"]
    assert (view.before, view.after) == ("0 of 10", "8 of 8")
    assert view.state is HypothesisState.REFUTED


def test_a_few_votes_leave_it_open() -> None:
    later = [judged(20 + n, FIXED, OTHER, Verdict.LEFT) for n in range(3)]
    assert look(complained(8) + later)["should fix: too long (6)"].state is HypothesisState.OPEN


def test_who_won_is_not_blamed_for_what_the_loser_did() -> None:
    later = [judged(20 + n, FIXED, START, Verdict.LEFT, ("too long",)) for n in range(6)]
    view = look(complained(4) + later)["should fix: too long (6)"]
    assert view.after == "0 of 6"
    assert view.before == "10 of 10"


def test_a_reason_in_ones_own_words_counts_like_the_tag() -> None:
    later = [
        judged(20 + n, FIXED, OTHER, Verdict.RIGHT, reason="Much too long again.") for n in range(5)
    ]
    assert look(complained(5) + later)["should fix: too long (6)"].after == "5 of 5"


@pytest.mark.parametrize(
    ("verdict", "state"),
    [(Verdict.LEFT, HypothesisState.CONFIRMED), (Verdict.RIGHT, HypothesisState.REFUTED)],
)
def test_any_other_hope_is_held_to_the_strength(verdict: Verdict, state: HypothesisState) -> None:
    votes = [judged(n, HOPED, START, verdict) for n in range(14)]
    view = look(votes)["should be easier to follow"]
    assert view.state is state
    assert view.before == view.after == ""


def test_without_votes_all_is_open_and_who_hopes_nothing_is_left_out() -> None:
    views = look([])
    assert {view.state for view in views.values()} == {HypothesisState.OPEN}
    assert {view.name for view in views.values()} == {"B2", "B3"}


def test_complaints_are_read_out_of_the_words() -> None:
    told = complaints_in("should fix: too long (7), cold, and rude (2), “as said” (1)")
    assert told == {"too long": 7, "cold, and rude": 2, "“as said”": 1}
    assert complaints_in("should win") == {}
