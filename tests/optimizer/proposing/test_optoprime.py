"""Trace / OptoPrime: the whole computation as text, several parts set at once."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from optimizer.proposing.moves.settable import PARTS, present, with_parts
from optimizer.proposing.optoprime import OptoPrime
from optimizer.records import Parameters, Prompt, Snapshot, Verdict
from tests.optimizer.proposing.growing import grown, refusals
from tests.optimizer.proposing.pools import START, Scripted, duel, snapshot

FULL = (
    "<why>They ask for warmth.</why>\n<system>You are kind.</system>\n"
    "<instruction>Reply to the customer warmly.</instruction>\n<temperature>0.3</temperature>"
)


def lost(start: Prompt = START) -> Snapshot:
    duels = [
        duel(
            start, Prompt("x"), Verdict.RIGHT, number=0, texts=("cold", "warm"), reason="too cold"
        ),
        duel(start, Prompt("x"), Verdict.LEFT, number=1, texts=("a fine one", "bad")),
    ]
    return snapshot(start=start, duels=duels)


def test_several_parts_change_in_one_child() -> None:
    pool = lost()
    (found,) = OptoPrime().propose(pool, Scripted(FULL), Random(0))

    assert found.prompt.system == "You are kind."
    assert found.prompt.instruction == "Reply to the customer warmly."
    assert found.prompt.parameters.temperature == 0.3
    assert found.prompt.layout == START.layout
    assert found.label == "system, instruction, temperature"
    assert found.edit["parts"] == {
        "system": "You are kind.",
        "instruction": "Reply to the customer warmly.",
        "temperature": "0.3",
    }
    assert found.reason == "They ask for warmth."
    assert refusals([found], pool) == [None]


def test_the_writer_sees_template_inputs_outputs_feedback_and_the_open_parts() -> None:
    writer = Scripted(FULL)
    OptoPrime().propose(lost(), writer, Random(0))
    told = writer.told[0]

    for seen in (
        "Message: {{message}}",
        "Reply:",
        "Where is parcel 0?",
        "Answer of this prompt: cold",
        "The person's reason: too cold",
        "a fine one",
        "temperature:\n0\n",
        "answer_tokens:\n256",
        "system:\n(empty)",
    ):
        assert seen in told


def test_only_the_open_parts_change_whatever_is_answered() -> None:
    writer = Scripted(FULL)
    (found,) = OptoPrime(parts="temperature, cue").propose(lost(), writer, Random(0))
    assert found.prompt == replace(START, parameters=Parameters(temperature=0.3))
    assert "instruction:\n" not in writer.told[0]


def test_earlier_settings_are_told_with_their_gain() -> None:
    pool = lost()
    found = OptoPrime().propose(pool, Scripted(FULL), Random(0))
    pool = grown(pool, found, lambda _: 0.5)
    pool = replace(
        pool, duels=(duel(found[0].prompt, START, Verdict.RIGHT), *pool.duels), incumbent=pool.start
    )
    writer = Scripted(FULL.replace("0.3", "0.5"))
    OptoPrime().propose(pool, writer, Random(1))
    assert "system: You are kind." in writer.told[0]
    assert "(gain +0.50)" in writer.told[0]
    forgetful = Scripted(FULL.replace("0.3", "0.5"))
    OptoPrime(memory=0, runs=1).propose(pool, forgetful, Random(1))
    assert "(gain" not in forgetful.told[0]
    assert forgetful.told[0].count("Case 1") == 1


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("temperature", "hot"),
        ("temperature", "7"),
        ("temperature", "-1"),
        ("answer_tokens", "3"),
        ("answer_tokens", "99999"),
        ("answer_tokens", "many"),
        ("cue", "two\nlines"),
        ("cue", "x" * 90),
        ("system", "(empty)"),
        ("unknown", "1"),
    ],
)
def test_a_value_out_of_bounds_leaves_the_part_as_it_was(part: str, value: str) -> None:
    assert with_parts(START, {part: value}) == (START, {})


def test_numbers_are_read_with_words_around_them() -> None:
    prompt, changed = with_parts(
        START, {"temperature": "about 0.70", "answer_tokens": "120 tokens"}
    )
    assert (prompt.parameters.temperature, prompt.layout.answer_tokens) == (0.7, 120)
    assert changed == {"temperature": "0.7", "answer_tokens": "120"}
    assert set(present(prompt)) == set(PARTS)


def test_junk_or_no_change_makes_nothing() -> None:
    same = f"<instruction>{START.instruction}</instruction><temperature>0</temperature>"
    for junk in ("", "nothing to change", same, "<temperature>99</temperature>"):
        assert OptoPrime().propose(lost(), Scripted(junk), Random(0)) == []
    cut = Scripted("<instruction>Reply to the", finish="length")
    assert OptoPrime().propose(lost(), cut, Random(0)) == []
    assert OptoPrime().propose(snapshot(), Scripted(), Random(0)) == []


def test_a_lost_placeholder_is_refused_before_it_costs_anything() -> None:
    start = replace(START, instruction="Reply to {{name}} kindly.")
    pool = lost(start)
    found = OptoPrime().propose(pool, Scripted(FULL), Random(0))
    assert [said.gate for said in refusals(found, pool) if said] == ["placeholders"]
