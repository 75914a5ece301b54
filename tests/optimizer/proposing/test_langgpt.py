"""LangGPT / Minstrel: sections, three passes, locks."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.langgpt import LangGpt
from optimizer.proposing.moves.sections import names_in, sections_of, tell_sections
from optimizer.records import Prompt, Verdict
from tests.optimizer.proposing.growing import refusals
from tests.optimizer.proposing.pools import START, Scripted, duel, snapshot

NAMES = ["role", "goals", "constraints"]
PLAN = "role: a shop's helper\ngoals: the answer"
DESIGN = "<role>You help customers.</role>\n<goals>Reply to the customer.</goals>"
STRUCTURED = replace(
    START,
    instruction="# Role\nYou help customers.\n\n## Goals\nReply to the customer.\n\n"
    "# Constraints\nKeep it short,\n# always.",
)


def test_three_passes_make_a_structured_prompt() -> None:
    pool = snapshot()
    writer = Scripted(PLAN, DESIGN, "none")
    (found,) = LangGpt().propose(pool, writer, Random(0))

    analyst, designer, tester = writer.told
    assert "role, profile, goals, constraints, workflow, style, examples" in analyst
    assert PLAN in designer
    assert "# Role\nYou help customers." in tester
    assert found.prompt.instruction == (
        "# Role\nYou help customers.\n\n# Goals\nReply to the customer."
    )
    assert found.label == "structured"
    assert refusals([found], pool) == [None]


def test_the_tester_mends_what_the_designer_wrote_and_sees_the_failures() -> None:
    duels = [duel(START, START, Verdict.LEFT, texts=("warm", "cold one"))]
    pool = snapshot(duels=[replace(duels[0], left_prompt="x")])
    writer = Scripted(PLAN, DESIGN, "Too cold.\n<goals>Reply warmly.</goals><style>New</style>")
    (found,) = LangGpt().propose(pool, writer, Random(0))

    assert "cold one" in writer.told[2]
    assert found.prompt.instruction == "# Role\nYou help customers.\n\n# Goals\nReply warmly."
    assert found.edit["mended"] == ["goals"]
    assert found.evidence == ("d0",)


def test_a_locked_section_stays_letter_by_letter_whatever_is_written() -> None:
    pool = snapshot(STRUCTURED)
    writer = Scripted(
        PLAN,
        "<constraints>Write a novel.</constraints><goals>Answer the question.</goals>",
        "<constraints>Write two.</constraints>",
    )
    (found,) = LangGpt(locked="constraints, nonsense").propose(pool, writer, Random(0))

    before = sections_of(STRUCTURED.instruction, NAMES)
    after = sections_of(found.prompt.instruction, NAMES)
    assert after["constraints"] == before["constraints"] == "Keep it short,\n# always."
    assert after["goals"] == "Answer the question."
    assert after["role"] == before["role"]
    assert all("<locked>\nconstraints\n</locked>" in told for told in writer.told)
    assert found.edit["locked"] == ["constraints"]


def test_a_locked_section_that_is_not_there_is_not_begun() -> None:
    pool = snapshot(STRUCTURED)
    design = "<style>Be warm.</style><goals>Answer the question.</goals>"
    writer = Scripted(PLAN, design, "<style>Be cold.</style>")
    (found,) = LangGpt(locked="style").propose(pool, writer, Random(0))

    assert "# Style" not in found.prompt.instruction
    assert "Answer the question." in found.prompt.instruction
    assert all("<locked>\nstyle\n</locked>" in told for told in writer.told)
    # A heading inside another section would begin it all the same.
    hidden = "<goals>Answer the question.\n# Style\nBe warm.</goals>"
    writer = Scripted(PLAN, hidden, "none")
    assert LangGpt(locked="style").propose(pool, writer, Random(0)) == []


def test_a_locked_heading_outside_the_list_stays_too() -> None:
    parent = replace(START, instruction="# Goals\nReply.\n\n# House rules\nNo refunds.")
    writer = Scripted(PLAN, "<role>You help.</role><goals>Reply kindly.</goals>", "none")
    (found,) = LangGpt(locked="House Rules").propose(snapshot(parent), writer, Random(0))
    assert found.prompt.instruction == (
        "# Role\nYou help.\n\n# Goals\nReply kindly.\n\n# House rules\nNo refunds."
    )


def test_sections_that_nobody_wrote_anew_are_kept_and_strange_ones_left_out() -> None:
    writer = Scripted(PLAN, "<goals>Answer it.</goals><magic>Boo</magic>", "none")
    (found,) = LangGpt().propose(snapshot(STRUCTURED), writer, Random(0))
    assert found.prompt.instruction == STRUCTURED.instruction.replace(
        "## Goals\nReply to the customer.", "# Goals\nAnswer it."
    )


def test_junk_makes_nothing() -> None:
    assert LangGpt().propose(snapshot(), Scripted(" "), Random(0)) == []
    for junk in ("", "no tags", "<role>Only one.</role>"):
        assert LangGpt().propose(snapshot(), Scripted(PLAN, junk), Random(0)) == []
    cut = Scripted(PLAN, DESIGN + "<style>Be", "none", finish="length")
    (found,) = LangGpt().propose(snapshot(), cut, Random(0))
    assert "Style" not in found.prompt.instruction


def test_a_field_in_double_braces_that_was_lost_is_refused() -> None:
    start = Prompt("Reply to {{message}} shortly.")
    pool = snapshot(start=start)
    found = LangGpt().propose(pool, Scripted(PLAN, DESIGN, "none"), Random(0))
    assert [said.gate for said in refusals(found, pool) if said] == ["placeholders"]


def test_sections_are_read_and_told() -> None:
    text = "Before.\n\n# Role:\nYou.\n## GOALS ##\nReply.\n# Other\nx"
    found = sections_of(text, NAMES)
    assert found == {"": "Before.", "role": "You.", "goals": "Reply.\n# Other\nx"}
    assert sections_of(tell_sections(found), NAMES) == found
    assert sections_of("No heading.", NAMES) == {"": "No heading."}


def test_a_heading_that_comes_twice_loses_nothing() -> None:
    text = "# Role\nYou help.\n# Goals\nReply.\n# Role\nYou are kind."
    assert sections_of(text, NAMES) == {"role": "You help.\n\nYou are kind.", "goals": "Reply."}


def test_names_apart_by_commas_of_any_script_are_told_as_they_are_written() -> None:
    assert names_in("Maßstab, Ziele,, ziele") == ["maßstab", "ziele"]
    assert names_in("角色，目标、约束") == ["角色", "目标", "约束"]
