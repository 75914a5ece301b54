"""PrefPO: two drawn prompts, judged by their sets of outputs; the loser is improved."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.moves.set_judging import CALLS, UNREADABLE
from optimizer.proposing.prefpo import PrefPO
from optimizer.records import Snapshot, Verdict
from tests.optimizer.proposing.growing import Answering
from tests.optimizer.proposing.pools import START, Scripted, duel, snapshot

OTHER = replace(START, instruction="Reply warmly to the customer and answer the question.")
CHILD = "<prompt>Reply to the customer and answer the question.</prompt>"
FIRST_WINS = (
    "<feedback>Set 1 answers the question. Set 2 sounds cold.</feedback>\nCASE 1: 1\nVERDICT: 1"
)
SECOND_WINS = "<feedback>The other way round.</feedback>\nCASE 1: 2\nVERDICT: 2"


def answered() -> Snapshot:
    said = {f"e{n}": f"row {n}" for n in range(3)}
    return replace(
        snapshot(OTHER),
        answers={
            START.id: {key: f"start on {row}" for key, row in said.items()},
            OTHER.id: {key: f"other on {row}" for key, row in said.items()},
        },
    )


def test_the_judge_sees_sets_of_outputs_and_never_the_prompts() -> None:
    writer = Scripted(FIRST_WINS, SECOND_WINS, CHILD)
    PrefPO().propose(answered(), writer, Random(0))

    for told in writer.told[:2]:
        assert "Answer 1: " in told
        assert "Answer 2: " in told
        assert START.instruction not in told
        assert OTHER.instruction not in told
    assert "Answer 1: other on row 0" in writer.told[0]
    assert "Answer 1: start on row 0" in writer.told[1]


def test_the_loser_in_both_orders_is_improved_after_the_feedback() -> None:
    writer = Scripted(FIRST_WINS, SECOND_WINS, CHILD)
    (found,) = PrefPO().propose(answered(), writer, Random(0))

    assert found.parents == (START.id,)
    assert START.instruction in writer.told[2]
    assert OTHER.instruction not in writer.told[2]
    assert "Set 2 sounds cold." in writer.told[2]
    assert "<own_set>\n2\n</own_set>" in writer.told[2]
    assert found.edit["judge"] == "model"
    assert found.edit["verdict"] == "left"


def test_a_flip_is_a_tie_and_never_a_win() -> None:
    """The one that stands worse is improved; who was named first plays no part."""
    writer = Scripted(FIRST_WINS, FIRST_WINS, CHILD)
    (found,) = PrefPO().propose(answered(), writer, Random(0))
    assert found.parents == (START.id,)
    assert found.edit["verdict"] == "tie"


def test_what_cannot_be_read_is_an_abstention_and_costs_no_third_call() -> None:
    for answers in (("nonsense", "nonsense"), (FIRST_WINS, "nonsense"), ("VERDICT: UNSURE",) * 2):
        writer = Scripted(*answers)
        assert PrefPO().propose(answered(), writer, Random(0)) == []
        assert len(writer.told) == 2


def test_where_the_person_has_compared_the_two_the_person_is_the_judge() -> None:
    duels = [
        duel(START, OTHER, Verdict.LEFT, number=0, texts=("warm", "cold"), reason="sounds cold"),
        duel(OTHER, START, Verdict.RIGHT, number=1, texts=("long", "short"), tags=("too long",)),
        duel(OTHER, START, Verdict.LEFT, number=2, texts=("fine", "less fine")),
    ]
    # The model's verdict says the opposite: only its feedback counts.
    writer = Scripted(FIRST_WINS, CHILD)
    (found,) = PrefPO().propose(snapshot(OTHER, duels=duels), writer, Random(0))

    assert found.parents == (OTHER.id,)
    assert "Set 1 was preferred in 1 cases, set 2 in 2." in writer.told[0]
    assert "sounds cold" in writer.told[0]
    assert "too long" in writer.told[1]
    assert found.edit["judge"] == "person"
    assert set(found.evidence) == {"d0", "d1"}
    assert found.hypothesis.startswith("should fix: ")


def test_a_minimal_change_is_asked_for_or_not() -> None:
    told = {}
    for minimal in (True, False):
        writer = Scripted(FIRST_WINS, SECOND_WINS, CHILD)
        PrefPO(minimal=minimal).propose(answered(), writer, Random(0))
        told[minimal] = writer.told[2]
    assert "minimal" in told[True]
    assert "minimal" not in told[False]


def test_prompts_without_a_row_in_common_are_not_compared() -> None:
    pool = replace(snapshot(OTHER), answers={START.id: {"e0": "a"}, OTHER.id: {"e1": "b"}})
    assert PrefPO().propose(pool, Scripted(), Random(0)) == []


def test_without_judging_only_the_persons_pairs_are_drawn() -> None:
    silent = Scripted()
    assert PrefPO(judging=False).propose(answered(), silent, Random(0)) == []
    assert silent.told == []
    voted = replace(answered(), duels=(duel(START, OTHER, Verdict.RIGHT, texts=("a", "b")),))
    (found,) = PrefPO(judging=False).propose(voted, Scripted(FIRST_WINS, CHILD), Random(0))
    assert found.edit["judge"] == "person"


def test_the_same_snapshot_and_chance_ask_the_same() -> None:
    asked = []
    for _ in range(2):
        writer = Answering(lambda told: CHILD if "own_set" in told else FIRST_WINS)
        PrefPO().propose(answered(), writer, Random(3))
        asked.append(writer.told)
    assert asked[0] == asked[1]


def test_a_judge_model_judges_in_the_place_of_the_writer() -> None:
    judge, writer = Scripted(FIRST_WINS, SECOND_WINS), Scripted(CHILD)
    (found,) = PrefPO(judging=False).propose_with_judge(answered(), writer, judge, Random(0))
    assert found.parents == (START.id,)
    assert found.edit["judge"] == "judge"
    assert found.edit[CALLS] == 2
    assert found.edit["rows"] == {"e0": "left"}, "the first row is judged by itself in both orders"
    assert len(judge.told) == 2
    assert "Set 2 sounds cold." in writer.told[0]


def test_where_the_judge_cannot_be_read_the_writer_judges() -> None:
    judge, writer = Scripted("nonsense", "more"), Scripted(FIRST_WINS, SECOND_WINS, CHILD)
    (found,) = PrefPO().propose_with_judge(answered(), writer, judge, Random(0))
    assert found.edit["judge"] == "model"
    assert found.edit[UNREADABLE] is False


def test_where_nobody_can_be_read_the_one_that_stands_worse_is_improved() -> None:
    for judging, answers in ((False, (CHILD,)), (True, ("nonsense", "VERDICT: UNSURE", CHILD))):
        judge, writer = Scripted("nonsense", "nonsense"), Scripted(*answers)
        (found,) = PrefPO(judging=judging).propose_with_judge(answered(), writer, judge, Random(0))
        assert found.parents == (START.id,)
        assert (found.edit["judge"], found.edit["verdict"]) == ("standing", "unreadable")
        assert found.edit[UNREADABLE] is True
        assert "No feedback" in writer.told[-1]


def test_a_verdict_without_feedback_still_leads_to_a_child() -> None:
    judge, writer = Scripted("VERDICT: 1", "VERDICT: 2"), Scripted(CHILD)
    (found,) = PrefPO().propose_with_judge(answered(), writer, judge, Random(0))
    assert found.edit["verdict"] == "left"
    assert "No feedback" in writer.told[0]
