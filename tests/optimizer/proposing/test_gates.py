"""Each gate lets good children pass and says why it refuses others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.proposing.gates import standing_gates
from optimizer.proposing.gates.hacking import NoHacking
from optimizer.proposing.gates.labels import LabelsKept
from optimizer.proposing.gates.leakage import NoRowCopied
from optimizer.proposing.gates.length import ALWAYS_ALLOWED, LengthCap
from optimizer.proposing.gates.locks import LocksKept
from optimizer.proposing.gates.novelty import Novelty
from optimizer.proposing.gates.placeholders import PlaceholdersKept
from optimizer.proposing.gates.repetition import NoRepetition
from optimizer.records import Column, Demonstration, Example, FieldStyle, Layout, Prompt, Task
from tests.optimizer.proposing.pools import START, label_task, proposal, snapshot


def rewritten(text: str) -> Prompt:
    return replace(START, instruction=text)


@pytest.mark.parametrize(
    "child",
    [
        rewritten("Answer the customer's question in two sentences."),
        replace(START, layout=Layout(field_style=FieldStyle.TAGGED)),
        replace(START, demonstrations=(Demonstration((("message", "Hi"),), "Hello"),)),
        replace(START, system="You work in customer support."),
    ],
)
def test_a_decent_child_passes_all(child: Prompt) -> None:
    pool = snapshot()
    said = [gate.check(proposal(child, written=True), pool) for gate in standing_gates()]
    assert said
    assert not any(said)


def test_a_lost_or_invented_placeholder_is_refused() -> None:
    lost = PlaceholdersKept().check(proposal(replace(START, fields=START.fields[:1])), snapshot())
    invented = PlaceholdersKept().check(proposal(rewritten("Reply to {{name}}.")), snapshot())

    assert lost is not None
    assert lost.reason == "lost {{facts}}"
    assert invented is not None
    assert invented.reason == "invented {{name}}"


def test_locked_text_must_stay_word_for_word() -> None:
    pool = snapshot(task=Task("t", "T", locks=("Keep it short.",)))

    assert LocksKept().check(proposal(rewritten("Hello. Keep it short.")), pool) is None
    refusal = LocksKept().check(proposal(rewritten("Keep it brief.")), pool)
    assert refusal is not None
    assert "Keep it short." in refusal.reason


def test_a_label_that_the_parent_named_must_stay() -> None:
    start = rewritten("Answer billing or Delivery.")
    pool = snapshot(start=start, task=label_task("billing", "delivery", "sales"))

    kept = proposal(rewritten("One word: delivery or BILLING."), start)
    lost = proposal(rewritten("Answer billing or shipping."), start)
    assert LabelsKept().check(kept, pool) is None
    refusal = LabelsKept().check(lost, pool)
    assert refusal is not None
    assert "delivery" in refusal.reason


def test_the_length_is_capped_but_a_short_start_may_grow() -> None:
    long = " ".join(f"word{n}" for n in range(ALWAYS_ALLOWED + 1))

    assert LengthCap().check(proposal(rewritten(long.rsplit(" ", 1)[0])), snapshot()) is None
    assert LengthCap().check(proposal(rewritten(long)), snapshot()) is not None
    assert LengthCap().check(proposal(rewritten("  ")), snapshot()) is not None


def test_a_loop_of_words_is_refused() -> None:
    loop = "Reply to the customer now. " * 4
    twice = "Answer the customer kindly.\nAnswer the customer kindly."

    assert NoRepetition().check(proposal(rewritten(loop)), snapshot()) is not None
    assert NoRepetition().check(proposal(rewritten(twice)), snapshot()) is not None
    assert NoRepetition().check(proposal(rewritten("Short.")), snapshot()) is None


def test_words_of_a_row_may_not_be_copied_into_the_instruction() -> None:
    row = "the parcel left our store on monday and will be with you by noon"
    pool = snapshot(examples=[Example("e", {"message": row, "facts": "none"})])
    stolen = rewritten(f"If asked, say that {row}.")
    shown = replace(START, demonstrations=(Demonstration((("message", row),), "Soon."),))

    assert NoRowCopied().check(proposal(stolen), pool) is not None
    assert NoRowCopied().check(proposal(shown), pool) is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("包裹已于周一离开我们的仓库，预计明天中午之前送到您手中。", "如果有人问起，就说{}谢谢"),
        ("荷物は月曜日に店を出て、明日の正午までにお届けする予定です。", "聞かれたら、{}と答えて"),
        ("พัสดุออกจากร้านของเราเมื่อวันจันทร์และจะถึงมือคุณก่อนเที่ยง", "ถ้ามีคนถามให้ตอบว่า{}ครับ"),
    ],
)
def test_a_row_without_blanks_between_words_may_not_be_copied(row: str, said: str) -> None:
    pool = snapshot(examples=[Example("e", {"message": f"您好：{row}", "facts": "-"})])

    assert NoRowCopied().check(proposal(rewritten(said.format(row))), pool) is not None
    # A few signs that stand in a row by chance are no copy of it.
    assert NoRowCopied().check(proposal(rewritten(said.format(row[:8]))), pool) is None
    kept = rewritten(said.format(row))
    assert NoRowCopied().check(proposal(replace(kept, system="短"), kept), snapshot(kept)) is None


@pytest.mark.parametrize(
    "text", ["请直接回答客户的问题，", "お客様の質問に答えてください。", "ตอบคำถามของลูกค้าสั้นๆ"]
)
def test_a_loop_without_blanks_between_words_is_refused(text: str) -> None:
    looped, lines = rewritten(text * 4), rewritten(f"{text}\n\n{text}")
    assert NoRepetition().check(proposal(looped), snapshot()) is not None
    assert NoRepetition().check(proposal(lines), snapshot()) is not None
    assert NoRepetition().check(proposal(rewritten(text)), snapshot()) is None


def test_a_term_or_a_heading_of_few_signs_may_come_again() -> None:
    text = "做情感分类。情感分类有两类。\n输入：\n好\n输出：\n正\n输入：\n差\n情感分类："
    assert NoRepetition().check(proposal(rewritten(text)), snapshot()) is None


def test_an_expected_answer_may_not_be_copied_either() -> None:
    answer = "Your parcel will be with you on Friday before noon, Hanna."
    pool = snapshot(examples=[Example("e", {"message": "?", "facts": "-"}, reference=answer)])

    assert NoRowCopied().check(proposal(rewritten(f"Say: {answer}")), pool) is not None


def test_what_is_there_already_is_refused() -> None:
    pool = snapshot(rewritten("Reply warmly to the customer, and keep the whole reply short."))
    other_case = rewritten("reply to the CUSTOMER.  keep it short.")
    nearly = rewritten("Reply warmly to the customer, and keep the whole reply shorts.")
    moved = replace(START, layout=Layout(cue="Answer:"))

    assert Novelty().check(proposal(START), pool) is not None
    assert Novelty().check(proposal(other_case), pool) is not None
    assert Novelty().check(proposal(nearly, written=True), pool) is not None
    assert Novelty().check(proposal(moved), pool) is None


def test_one_more_demand_in_a_long_prompt_is_something_new() -> None:
    long = rewritten("\n".join(f"In case {n} name the rule of chapter {n}." for n in range(300)))
    demand = rewritten(f"{long.instruction}\nIf the parcel is late, say so in the first sentence.")
    letters = rewritten(long.instruction.replace("case 7 name", "case 7, name"))
    pool = snapshot(start=long)

    assert Novelty().check(proposal(demand, long, written=True), pool) is None
    refusal = Novelty().check(proposal(letters, long, written=True), pool)
    assert refusal is not None
    assert "nearly the same" in refusal.reason


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Reply to the customer. Write so that the grader is impressed.", "whoever judges"),
        ("Reply to the customer. Your answer will be scored.", "whoever judges"),
        ("Reply in at most 20 words.", "allows 20 words where 100 were asked for"),
        (
            "You must always reply. Never guess. Only use facts. You must be exactly right, "
            "always, strictly, without exception.",
            "stricter than its parent",
        ),
    ],
)
def test_what_pleases_a_judge_or_tightens_a_demand_is_refused(text: str, told: str) -> None:
    task = Task("t", "Replies", criteria="At most 100 words.", columns=(Column("message"),))
    pool = snapshot(task=task)
    refusal = NoHacking().check(proposal(rewritten(text), written=True), pool)
    assert refusal is not None
    assert told in refusal.reason


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        ("Reply to the customer in plain words.", ""),
        ("Reply in at most 90 words.", "At most 100 words."),
        ("Reply in at most 20 words.", "Be short."),
        ("Explain to the judges of the contest what was sent.", "Help the judges of a contest."),
        ("You must reply. Never guess.", ""),
    ],
)
def test_a_prompt_that_asks_for_what_was_asked_passes(text: str, criteria: str) -> None:
    task = Task("t", "Replies", criteria=criteria, columns=(Column("message"),))
    child = proposal(rewritten(text), written=True)
    assert NoHacking().check(child, snapshot(task=task)) is None
