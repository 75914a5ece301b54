"""The judge of sets: balanced orders, abstentions, verdicts per case."""

from __future__ import annotations

from optimizer.judging.judge_sets import (
    SetRow,
    combine_voices,
    read_voice,
    set_requests,
    set_values,
)
from optimizer.records import Example, ModelSpec, Task, Verdict

ROWS = [
    SetRow(
        Example(f"e{n}", {"message": f"Where is {n}?"}, reference=ref), f"left {n}", f"right {n}"
    )
    for n, ref in enumerate(("Monday", None))
]
TASK = Task("t", "Replies", criteria="Short.")
LEFT = "<feedback>Set 1 is short.</feedback>\nCASE 1: 1\ncase 2 - tie\nCASE 9: 2\n**VERDICT: 1**"
RIGHT = "<feedback>Set 2 is long.</feedback>\nCASE 1: 2\nCASE 2: 1\nVERDICT: 2"


def test_orders_alternate_and_no_two_calls_are_the_same() -> None:
    asked = set_requests(ModelSpec("m"), TASK, ROWS, times=4)

    shown = ["Answer 1: left 0" in request.messages[1].content for request in asked]
    assert shown == [True, False, True, False]
    assert len({request.hash for request in asked}) == 4
    assert "Expected answer: Monday" in asked[0].messages[1].content


def test_an_exchanged_answer_is_read_back() -> None:
    voice = read_voice(RIGHT, ROWS, exchanged=True)
    assert voice.verdict is Verdict.LEFT
    assert voice.cases == {"e0": Verdict.LEFT, "e1": Verdict.RIGHT}


def test_cases_are_read_by_number_and_unknown_numbers_are_left_out() -> None:
    voice = read_voice(LEFT, ROWS)
    assert voice.cases == {"e0": Verdict.LEFT, "e1": Verdict.TIE}
    assert voice.feedback == "Set 1 is short."


def test_what_was_thought_aloud_is_no_verdict_on_any_case() -> None:
    voice = read_voice(f"<think>Case 1: 2. Case 2: 2. Case 3: 2.</think>{LEFT}", ROWS)
    assert voice == read_voice(LEFT, ROWS)
    assert read_voice("<think>Case 1: 2. VERDICT: 2", ROWS).cases == {}


def test_both_orders_must_agree() -> None:
    agreed = combine_voices([read_voice(LEFT, ROWS), read_voice(RIGHT, ROWS, exchanged=True)])
    flipped = combine_voices([read_voice(LEFT, ROWS), read_voice(LEFT, ROWS, exchanged=True)])

    assert agreed.verdict is Verdict.LEFT
    assert agreed.cases == {"e0": Verdict.LEFT}
    assert flipped.verdict is Verdict.TIE
    assert (flipped.left, flipped.right) == (1, 1)


def test_what_cannot_be_read_is_an_abstention() -> None:
    for text in ("", "I like set 1.", "VERDICT: UNSURE"):
        opinion = combine_voices([read_voice(LEFT, ROWS), read_voice(text, ROWS, exchanged=True)])
        assert opinion.abstentions == 1
        assert opinion.verdict is Verdict.SKIP
    assert combine_voices([]).verdict is Verdict.SKIP


def test_nothing_said_is_said_as_none() -> None:
    assert set_values(TASK, ROWS)["said"] == "none"
    assert set_values(TASK, ROWS, said="Set 1.")["said"] == "Set 1."
