"""ABO: behaviours as numbered steps, and only the step that fails is mended."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.abo import Abo
from optimizer.proposing.moves.steps import steps_of, with_step
from optimizer.records import JudgedDuel, Prompt, Verdict
from tests.optimizer.proposing.growing import grown, refusals, with_means
from tests.optimizer.proposing.pools import START, Scripted, duel, snapshot

STEPPED = replace(
    START,
    instruction=(
        "Reply to the customer in these steps.\n1. Find the question\nin the message.\n"
        "2. Look up the date.\n3. Write the reply.\n\nWrite only the reply."
    ),
)


def lost(prompt: Prompt) -> list[JudgedDuel]:
    return [duel(START, prompt, Verdict.LEFT, texts=("It comes Monday.", "Hello."), reason="why?")]


def test_first_the_prompt_is_unfolded_into_steps() -> None:
    answer = "<prompt>Reply so:\n1. Find the question.\n2. Answer it shortly.</prompt>"
    writer = Scripted(answer)
    (found,) = Abo().propose(snapshot(), writer, Random(0))

    assert found.edit == {"action": "unfold", "steps": 2}
    assert len(writer.told) == 1


def test_an_unfolding_without_steps_is_none() -> None:
    for junk in ("", "<prompt>Reply kindly.</prompt>", "<prompt>1. Reply kindly.</prompt>"):
        assert Abo().propose(snapshot(), Scripted(junk), Random(0)) == []


def test_only_the_failing_step_changes_and_the_rest_stays_letter_by_letter() -> None:
    pool = snapshot(STEPPED, duels=lost(STEPPED))
    writer = Scripted(
        "It never looks.\n<step>Step 2</step><problem>The date is skipped.</problem>",
        "<behaviour>Name the date out of the facts,\nor say that there is none.</behaviour>",
    )
    (found,) = Abo().propose(pool, writer, Random(0))

    assert found.prompt.instruction == STEPPED.instruction.replace(
        "Look up the date.", "Name the date out of the facts, or say that there is none."
    )
    assert "Look up the date." in writer.told[1].split("<step>")[1]
    assert "The date is skipped." in writer.told[1]
    assert "Hello." in writer.told[0]
    assert found.edit["step"] == 2
    assert found.evidence == ("d0",)
    assert refusals([found], pool) == [None]


def test_a_step_that_does_not_exist_costs_no_second_call() -> None:
    pool = snapshot(STEPPED, duels=lost(STEPPED))
    for junk in ("", "<step>7</step><problem>x</problem>", "<step>2</step>", "<step>all</step>"):
        writer = Scripted(junk)
        assert Abo().propose(pool, writer, Random(0)) == []
        assert len(writer.told) == 1


def test_a_cut_or_empty_step_makes_nothing() -> None:
    pool = snapshot(STEPPED, duels=lost(STEPPED))
    find = "<step>2</step><problem>The date is skipped.</problem>"
    for junk in ("", "<behaviour></behaviour>", "<behaviour>Look up the date.</behaviour>"):
        assert Abo().propose(pool, Scripted(find, junk), Random(0)) == []
    cut = Scripted(find, "<behaviour>Name the da", finish="length")
    assert Abo().propose(pool, cut, Random(0)) == []


def test_steps_are_read_and_exchanged_in_place() -> None:
    assert steps_of(STEPPED.instruction) == [
        "Find the question\nin the message.",
        "Look up the date.",
        "Write the reply.",
    ]
    assert steps_of("1. Only one.") == []
    changed = with_step(STEPPED.instruction, 2, "3. Write it.")
    assert changed == STEPPED.instruction.replace("Write the reply.", "Write it.")


def test_steps_without_a_failure_are_left_alone_and_no_prompt_is_unfolded_twice() -> None:
    answer = "<prompt>Reply so:\n1. Find the question.\n2. Answer it shortly.</prompt>"
    pool = snapshot(start=STEPPED)
    assert Abo().propose(pool, Scripted(), Random(0)) == []
    pool = with_means(snapshot(), {START.id: 1.0})
    pool = grown(pool, Abo().propose(pool, Scripted(answer), Random(0)), lambda _: -1.0)
    assert len(pool.candidates) == 2
    assert Abo().propose(pool, Scripted(), Random(0)) == []


def test_steps_are_read_where_no_blank_follows_the_number() -> None:
    text = "按步骤回答：\n1、找出问题。\n2、查日期。\n\n只写回答。"
    assert steps_of(text) == ["找出问题。", "查日期。"]
    assert with_step(text, 1, "先查日期。") == text.replace("2、查", "2、先查")
