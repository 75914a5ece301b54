from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.preference import LEFT, RIGHT, TIE
from optimizer.records import Candidate, Duel, Prompt, Purpose, Strength, Verdict, Vote
from optimizer.votes.evidence import Judgement, ballot, ballots, preference_pool

PROMPTS = {"p0": 0, "p1": 1}
EXAMPLES = {"e0": 0, "e1": 1}
DUEL = Duel("d", Purpose.TUNE, "e1", "o0", "o1", "p0", "p1", "eubo", "setting")


def judgement(verdict: Verdict, vote_id: str = "v", **changes: object) -> Judgement:
    return Judgement(Vote(vote_id, "d", "person", verdict), replace(DUEL, **changes))


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        (Verdict.LEFT, LEFT),
        (Verdict.RIGHT, RIGHT),
        (Verdict.TIE, TIE),
        (Verdict.BOTH_BAD, TIE),
    ],
)
def test_a_verdict_becomes_an_outcome(verdict: Verdict, outcome: int) -> None:
    cast = ballot(judgement(verdict), PROMPTS, EXAMPLES)

    assert (cast.left, cast.right, cast.outcome, cast.example) == (0, 1, outcome, 1)


def test_a_vote_says_of_how_many_examples_its_own_is_the_most_telling() -> None:
    picked = replace(
        judgement(Verdict.LEFT), duel=replace(judgement(Verdict.LEFT).duel, looked_at=6)
    )

    assert ballot(picked, PROMPTS, EXAMPLES).looked_at == 6
    assert ballots([picked], PROMPTS, EXAMPLES).looked_at.tolist() == [6]


def test_a_slight_preference_weighs_half() -> None:
    slight = judgement(Verdict.LEFT)
    slight = replace(slight, vote=replace(slight.vote, strength=Strength.SLIGHTLY))

    assert ballot(slight, PROMPTS, EXAMPLES).weight == 0.5
    assert ballots([slight], PROMPTS, EXAMPLES)[0].weight == 0.5


def test_an_example_that_is_no_longer_known_is_told_apart_from_all_others() -> None:
    assert ballot(judgement(Verdict.TIE), PROMPTS, {}).example == -1


@pytest.mark.parametrize("purpose", Purpose)
def test_confirmations_never_teach(purpose: Purpose) -> None:
    assert judgement(Verdict.LEFT, purpose=purpose).teaches("setting") is (
        purpose is not Purpose.CONFIRM
    )


def test_skips_voided_votes_and_other_settings_never_teach() -> None:
    cast = judgement(Verdict.LEFT)

    assert cast.teaches("setting")
    assert not cast.teaches("another")
    assert not judgement(Verdict.SKIP).teaches("setting")
    assert not replace(cast, vote=replace(cast.vote, voided=True)).teaches("setting")


def test_repeats_of_one_pair_of_outputs_share_one_weight_whatever_their_sides() -> None:
    once = judgement(Verdict.LEFT, "v1", left_output="a", right_output="b")
    again = judgement(Verdict.RIGHT, "v2", left_output="b", right_output="a")
    other = judgement(Verdict.LEFT, "v3", left_output="a", right_output="c")

    assert ballots([once, again, other], PROMPTS, EXAMPLES).weight.tolist() == [0.5, 0.5, 1.0]


def test_the_lineage_knows_only_parents_that_stand_before_their_child() -> None:
    start = Candidate(Prompt("start"), "Start")
    child = Candidate(Prompt("child"), "B1", parents=(start.id,))
    merge = Candidate(Prompt("merge"), "C1", parents=(start.id, child.id, "gone"))

    assert preference_pool([start, child, merge]).parents == ((), (0,), (0, 1))
    assert preference_pool([child, start]).parents == ((), ())
