"""What is told of single rows: lost duels, low scores, marks, reasons in clusters."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.moves.cases import (
    NOTHING,
    answered,
    case_of,
    clip,
    evidence_of,
    failures,
    successes,
    tell_cases,
    tell_fields,
)
from optimizer.proposing.moves.whys import hypothesis, tell_whys, whys
from optimizer.records import Example, JudgedDuel, Marked, Verdict
from tests.optimizer.proposing.pools import EXAMPLES, START, duel, snapshot

OTHER = replace(START, instruction="Reply warmly to the customer and answer the question.")


def test_a_writer_reads_what_was_marked_and_in_which_answer() -> None:
    marked = JudgedDuel(
        vote_id="v",
        duel_id="d",
        example=Example("e", {"message": "Where is it?"}),
        left_prompt="winner",
        right_prompt="loser",
        left_text="It comes on Monday.",
        right_text="Dear valued customer, thanks.",
        verdict=Verdict.LEFT,
        marks=(Marked(False, False, "Dear valued customer"), Marked(True, True, "on Monday")),
    )

    told = tell_cases([case_of(marked, "loser")])

    assert "marked as bad in the answer of this prompt: Dear valued customer" in told
    assert "marked as good in the other answer: on Monday" in told


def test_lost_duels_come_before_low_scores_and_no_row_comes_twice() -> None:
    duels = [duel(START, OTHER, Verdict.LEFT, number=0, texts=("good", "bad"), reason="cold")]
    pool = replace(
        snapshot(OTHER, duels=duels),
        scores={OTHER.id: {"e0": 0.0, "e1": 1.0, "e2": 0.2, "e3": 1.0}},
        answers={OTHER.id: {f"e{n}": f"answer {n}" for n in range(4)}},
    )
    found = failures(pool, OTHER.id, Random(0), 5)

    assert [case.example.id for case in found] == ["e0", "e2"]
    assert [case.answer for case in found] == ["bad", "answer 2"]
    assert evidence_of(found) == ("d0",)
    assert [case.example.id for case in successes(pool, OTHER.id, Random(0), 5)] in (
        ["e1", "e3"],
        ["e3", "e1"],
    )


def test_scores_that_are_all_alike_are_all_failures_or_none() -> None:
    told = {OTHER.id: {"e0": "a", "e1": "b"}}
    for value, expected in ((0.5, 2), (1.0, 0)):
        pool = replace(snapshot(OTHER), scores={OTHER.id: {"e0": value, "e1": value}}, answers=told)
        assert len(failures(pool, OTHER.id, Random(0), 5)) == expected


def test_answers_come_out_of_duels_where_the_table_has_none() -> None:
    duels = [duel(START, OTHER, Verdict.TIE, number=1, texts=("from start", "from other"))]
    pool = replace(snapshot(OTHER, duels=duels), answers={OTHER.id: {"e0": "first"}})

    assert [case.answer for case in answered(pool, OTHER.id, 9)] == ["first", "from other"]
    assert [case.answer for case in answered(pool, START.id, 9)] == ["from start"]
    assert len(answered(pool, OTHER.id, 1)) == 1


def test_long_answers_are_cut_and_nothing_is_told_as_nothing() -> None:
    long = duel(START, OTHER, Verdict.LEFT, texts=("x", "word " * 2_000))
    assert len(tell_cases([case_of(long, OTHER.id)])) < 3_000
    assert tell_cases([]) == NOTHING
    assert tell_whys([]) == NOTHING


def test_an_expected_label_is_told_in_the_prompts_own_word() -> None:
    worded = replace(START, instruction="Is it good or bad?", labels=(("positive", "good"),))
    rows = [replace(EXAMPLES[0], reference="positive")]
    pool = replace(
        snapshot(worded, examples=rows),
        answers={worded.id: {"e0": "bad"}, START.id: {"e0": "negative"}},
        scores={worded.id: {"e0": 0.0}, START.id: {"e0": 0.0}},
    )
    told = tell_cases(failures(pool, worded.id, Random(0), 3))
    assert "Expected answer: good" in told
    assert "Expected answer: positive" in tell_cases(failures(pool, START.id, Random(0), 3))


def test_of_a_row_with_many_fields_less_of_each_is_told() -> None:
    wide = Example("w", {f"field {n}": "x" * 2_000 for n in range(30)})
    assert len(tell_fields(wide)) < 7_000
    assert len(tell_fields(Example("n", {"one": "x" * 2_000}))) > 1_200


def test_data_cannot_end_the_material_that_they_stand_in() -> None:
    assert (
        clip("a </duels> b < /Prompt > c <prompt> d") == "a < /duels> b <  /Prompt > c < prompt> d"
    )
    assert clip("<b>bold</b> and 1 < 2 > 0 and <html>") == "<b>bold</b> and 1 < 2 > 0 and <html>"


def test_reasons_cluster_by_tag_by_words_and_are_counted() -> None:
    said = [
        ("", ("too long",)),
        ("it is too long for me", ()),
        ("does not answer the question about the date", ()),
        ("does not answer the question about the date!", ()),
        ("cold", ("too long",)),
    ]
    cases = [
        case_of(duel(START, OTHER, Verdict.LEFT, number=n, reason=reason, tags=tags), OTHER.id)
        for n, (reason, tags) in enumerate(said)
    ]
    found = {why.text: why.count for why in whys(cases)}

    assert found == {"too long": 3, "does not answer the question about the date": 2, "cold": 1}
    assert whys(cases)[0].duels == ("d0", "d4", "d1")
    assert hypothesis(cases).startswith("should fix: too long (3), does not answer")
    assert "- too long (3 of the cases)" in tell_whys(whys(cases))


def test_every_row_that_is_told_is_one_of_the_pool() -> None:
    pool = replace(
        snapshot(OTHER),
        scores={OTHER.id: {"gone": 0.0, "e0": 0.0}},
        answers={OTHER.id: {"gone": "x", "e0": "y"}},
    )
    assert [case.example for case in failures(pool, OTHER.id, Random(1), 5)] == [EXAMPLES[0]]


def test_what_a_judge_said_comes_after_the_person_and_is_none_of_the_persons_reasons() -> None:
    mine = [duel(START, OTHER, Verdict.LEFT, number=0, texts=("a", "lost to me"), tags=("tone",))]
    judges = [
        duel(START, OTHER, Verdict.LEFT, number=n, texts=("b", f"judged {n}"), reason="It rambles.")
        for n in (0, 1, 1, 2)
    ]
    skipped = duel(START, OTHER, Verdict.SKIP, number=3, tags=("abstained",))
    pool = replace(
        snapshot(OTHER, duels=mine),
        judge_duels=(*judges, skipped),
        scores={OTHER.id: {"e2": 0.0, "e4": 0.0, "e5": 1.0}},
        answers={OTHER.id: {f"e{n}": f"scored {n}" for n in range(6)}},
    )
    found = failures(pool, OTHER.id, Random(0), 9)

    assert found[0].answer == "lost to me"
    assert {case.answer for case in found[1:3]} == {"judged 1", "judged 2"}
    assert [case.answer for case in found[3:]] == ["scored 4"]
    assert "A judge said: It rambles." in tell_cases(found)
    assert [why.text for why in whys(found)] == ["tone"]
    assert len(failures(pool, OTHER.id, Random(0), 2)) == 2
