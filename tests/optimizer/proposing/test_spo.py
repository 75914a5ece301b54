"""SPO: every child is one of the best, which gives way only to a strict majority."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.moves.set_judging import CALLS, UNREADABLE
from optimizer.proposing.spo import JUDGED, Contest, Spo, champion
from optimizer.protocols import JudgedProposer
from optimizer.records import Proposal, Snapshot, Verdict
from tests.optimizer.proposing.growing import grown, with_means
from tests.optimizer.proposing.pools import START, Scripted, duel, snapshot

ANSWER = (
    "<analysis>They are cold.</analysis>\n<modification>Ask for a warm greeting.</modification>\n"
    "<prompt>Reply to the customer. Keep it short and warm.</prompt>"
)
OUTPUTS = {f"e{n}": f"output {n}" for n in range(5)}


def pool_with_child(mean: float = -1.0) -> tuple[Snapshot, Proposal]:
    pool = replace(snapshot(), answers={START.id: OUTPUTS})
    (child,) = Spo().propose(pool, Scripted(ANSWER), Random(0))
    after = grown(pool, [child], lambda _: mean)
    return replace(after, answers={START.id: OUTPUTS, child.prompt.id: OUTPUTS}), child


def test_three_outputs_of_the_best_one_sentence_and_its_child() -> None:
    pool = replace(snapshot(), answers={START.id: OUTPUTS})
    writer = Scripted(ANSWER)
    (found,) = Spo().propose(pool, writer, Random(0))

    assert [f"output {n}" in writer.told[0] for n in range(5)] == [True, True, True, False, False]
    assert found.parents == (START.id,)
    assert found.reason == "Ask for a warm greeting."
    assert found.edit["modification"] == "Ask for a warm greeting."


def test_a_child_that_did_not_win_most_of_its_duels_has_no_children() -> None:
    pool, child = pool_with_child(mean=1.0)
    for verdicts, expected in (
        ([Verdict.LEFT, Verdict.RIGHT], START.id),
        ([Verdict.RIGHT, Verdict.TIE], START.id),
        ([Verdict.RIGHT, Verdict.RIGHT, Verdict.LEFT], child.prompt.id),
    ):
        duels = tuple(
            duel(START, child.prompt, verdict, number=n) for n, verdict in enumerate(verdicts)
        )
        voted = replace(pool, duels=duels)
        assert champion(voted, "spo").id == expected
        taken = Spo().chosen(voted)
        assert (taken.prompt_id if taken else START.id) == expected
        answer = ANSWER.replace("and warm", "and kind")
        (found,) = Spo().propose(voted, Scripted(answer), Random(0))
        assert found.parents == (expected,)


def test_the_judges_verdicts_count_and_abstentions_speak_for_nobody() -> None:
    pool, child = pool_with_child(mean=1.0)
    right, left, skip = Verdict.RIGHT, Verdict.LEFT, Verdict.SKIP
    for verdicts, expected in (
        ([right, right, right, left], child.prompt.id),
        ([right, right, left, left], START.id),
        ([right, right, skip, skip], START.id),
        ([right, skip, right, right], child.prompt.id),
    ):
        said = tuple(duel(START, child.prompt, v, number=n) for n, v in enumerate(verdicts))
        assert champion(replace(pool, judge_duels=said), "spo").id == expected


def test_without_duels_between_them_the_other_evidence_decides() -> None:
    worse, _ = pool_with_child(mean=-1.0)
    better, child = pool_with_child(mean=1.0)

    assert champion(worse, "spo").id == START.id
    assert champion(better, "spo").id == child.prompt.id


def test_a_prompt_of_another_method_may_be_the_best_to_begin_with() -> None:
    other = replace(START, instruction="Reply warmly to the customer.")
    pool = with_means(snapshot(other), {other.id: 2.0})
    assert champion(pool, "spo").id == other.id


def test_without_outputs_nothing_is_asked() -> None:
    assert Spo().propose(snapshot(), Scripted(), Random(0)) == []


def test_an_answer_that_names_a_change_but_holds_no_prompt_is_left_alone() -> None:
    pool = replace(snapshot(), answers={START.id: OUTPUTS})
    for answer in ("<modification>Be warm.</modification>", "", "<prompt></prompt>"):
        assert Spo().propose(pool, Scripted(answer), Random(0)) == []
    assert Spo().propose(pool, Scripted(ANSWER[:-15], finish="length"), Random(0)) == []


def kinder(answer: str = ANSWER) -> str:
    return answer.replace("and warm", "and kind")


def judged_by(pool: Snapshot, *verdicts: str) -> tuple[Proposal, Scripted]:
    """Let a judge answer in these words, shown order by order, and the writer write."""
    judge = Scripted(*(f"<feedback>Hm.</feedback>\nVERDICT: {said}" for said in verdicts))
    (found,) = Spo().propose_with_judge(pool, Scripted(kinder()), judge, Random(0))
    return found, judge


def test_a_child_is_judged_four_times_in_balanced_orders_by_sets_of_three() -> None:
    pool, child = pool_with_child()
    answers = {START.id: OUTPUTS, child.prompt.id: {k: f"better {k}" for k in OUTPUTS}}
    _, judge = judged_by(replace(pool, answers=answers), "1", "2", "1", "2")

    assert isinstance(Spo(), JudgedProposer)
    assert len(judge.told) == 4
    for number, told in enumerate(judge.told):
        assert START.instruction not in told
        assert "better e2" in told
        assert "better e3" not in told
        first = "Answer 1: better e0" if number % 2 == 0 else "Answer 1: output 0"
        assert first in told


def test_it_takes_the_place_of_the_best_only_by_a_strict_majority() -> None:
    pool, child = pool_with_child(mean=1.0)
    # The child is set 1 in every first order, and set 2 where the sets are exchanged.
    for verdicts, expected, counted in (
        (("1", "2", "1", "1"), child.prompt.id, (3, 1, 0, 0)),
        (("1", "2", "2", "1"), START.id, (2, 2, 0, 0)),
        (("1", "2", "TIE", "TIE"), START.id, (2, 0, 2, 0)),
        (("1", "2", "UNSURE", "nothing"), START.id, (2, 0, 0, 2)),
        (("1", "1", "1", "1"), START.id, (2, 2, 0, 0)),
    ):
        found, _ = judged_by(pool, *verdicts)
        assert found.parents == (expected,), verdicts
        contest = Contest(child.prompt.id, START.id, *counted)
        assert found.edit[JUDGED] == [{n: getattr(contest, n) for n in Contest.__slots__}]
        assert found.edit[CALLS] == 4
        assert found.edit[UNREADABLE] is False


def test_what_was_judged_is_remembered_and_not_asked_again() -> None:
    pool, child = pool_with_child()
    second, _ = judged_by(pool, "1", "2", "1", "2")
    assert second.parents == (child.prompt.id,)
    after = grown(pool, [second], lambda _: -2.0)
    assert champion(after, "spo").id == child.prompt.id

    silent = Scripted()
    answer = ANSWER.replace("and warm", "and brief")
    (third,) = Spo().propose_with_judge(after, Scripted(answer), silent, Random(0))
    assert silent.told == [], "the second child has not answered the rows yet"
    assert third.parents == (child.prompt.id,)
    assert JUDGED not in third.edit


def test_a_judge_that_cannot_be_read_leaves_the_best_and_it_is_noted() -> None:
    pool, _ = pool_with_child(mean=1.0)
    found, _ = judged_by(pool, *("who knows",) * 4)
    assert found.parents == (START.id,)
    assert found.edit[UNREADABLE] is True


def test_where_the_person_compared_the_two_the_judge_is_not_asked() -> None:
    pool, child = pool_with_child()
    voted = replace(pool, duels=(duel(START, child.prompt, Verdict.RIGHT),))
    silent = Scripted()
    (found,) = Spo().propose_with_judge(voted, Scripted(kinder()), silent, Random(0))
    assert silent.told == []
    assert found.parents == (child.prompt.id,)


def test_a_record_of_another_version_is_passed_over() -> None:
    pool, _ = pool_with_child()
    for kept in ("text", [1], [{"challenger": "a"}], [dict.fromkeys(Contest.__slots__, "a")]):
        stored = tuple(replace(p, edit={**p.edit, JUDGED: kept}) for p in pool.proposals)
        assert champion(replace(pool, proposals=stored), "spo").id == START.id
