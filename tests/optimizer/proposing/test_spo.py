"""SPO: every child is one of the best, which gives way only to a strict majority."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.spo import Spo, champion
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
