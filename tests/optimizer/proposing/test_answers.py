"""Writers answer in many ways; the prompt is found in all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.proposing.moves.answers import read_prompt, read_prompts, read_tagged
from optimizer.proposing.moves.lists import items


@pytest.mark.parametrize(
    ("answer", "prompt"),
    [
        ("<prompt>Be kind.</prompt>", "Be kind."),
        ("Sure!\n<prompt>\nBe kind.\n</prompt>\nHope it helps.", "Be kind."),
        ("<prompt>Be kind.", "Be kind."),
        ("<PROMPT>Be kind.</PROMPT>", "Be kind."),
        ("<think>Maybe <prompt>no</prompt>?</think><prompt>Be kind.</prompt>", "Be kind."),
        ("First: <prompt>old</prompt>. New: <prompt>Be kind.</prompt>", "Be kind."),
        ("```\nBe kind.\n```", "Be kind."),
        ("Here you go:\n```text\nBe kind.\nBe short.\n```\nBye", "Be kind.\nBe short."),
        ('"Be kind."', "Be kind."),
        ("“Be kind.”", "Be kind."),
        ("Here is the new prompt:\n\nBe kind.", "Be kind."),
        ("Sure! Here's the rewritten prompt: Be kind.", "Be kind."),
        ("The new prompt is: Be kind.", "Be kind."),
        ("New prompt: Be kind.", "Be kind."),
        ("**New prompt:**\n\nBe kind.", "Be kind."),
        ("## Improved prompt\n\n```\nBe kind.\n```", "Be kind."),
        ("Prompt: Be kind.", "Be kind."),
        ("Here’s the shorter prompt:\n“Be kind.”", "Be kind."),
        ("Hm, maybe warm.</think>\nBe kind.", "Be kind."),
        ("Hm.\n</think>\n<prompt>Be kind.</prompt>", "Be kind."),
        ("<prompt>\n```\nBe kind.\n```\n</prompt>", "Be kind."),
        ('<prompt>"Be kind."</prompt>', "Be kind."),
        ("Old:\n```\nBe.\n```\nNew:\n```\nBe kind.\n```", "Be kind."),
        ("Instructions: be kind.", "Instructions: be kind."),
        ("“Be kind” and “be short”", "“Be kind” and “be short”"),
        ("Be kind.", "Be kind."),
        ('Say "yes" or "no"', 'Say "yes" or "no"'),
        ("Here are three rules for you", "Here are three rules for you"),
        ("I will give you a text. Sum it up.", "I will give you a text. Sum it up."),
        ("The task is to be kind.", "The task is to be kind."),
        ("<prompt>I am sorry to say so.</prompt>", "I am sorry to say so."),
    ],
)
def test_the_prompt_is_found(answer: str, prompt: str) -> None:
    assert read_prompt(answer) == prompt


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "  \n",
        "<prompt>  </prompt>",
        "<think>hm</think>",
        "<think>hm, <prompt>x",
        '""',
        "```\n```",
        "I'm sorry, but I cannot help with that.",
        "I cannot help with that.",
        "As an AI language model, I have no view on this.",
        "I have rewritten it to be kinder.",
        "The new prompt is clearer than the old one.",
        "Sure! I will edit this in other words.",
    ],
)
def test_nothing_is_nothing(answer: str) -> None:
    assert read_prompt(answer) is None


@pytest.mark.parametrize("answer", ["Be kind and", "<prompt>Be kind and", "```\nBe kind and"])
def test_a_prompt_that_the_length_cap_cut_is_no_prompt(answer: str) -> None:
    assert read_prompt(answer, cut=True) is None


def test_a_prompt_that_was_ended_before_the_cut_is_whole() -> None:
    assert read_prompt("<prompt>Be kind.</prompt> I changed", cut=True) == "Be kind."
    assert read_prompt("```\nBe kind.\n```\nI changed", cut=True) == "Be kind."


@given(
    st.lists(
        st.sampled_from(["<prompt>", "</prompt>", "```", "\n", "<think>", "</think>", '"', "a b"])
        | st.text(max_size=5)
    ).map("".join),
    st.booleans(),
)
def test_any_text_gives_a_prompt_or_nothing(answer: str, cut: bool) -> None:
    found = read_prompt(answer, cut=cut)
    assert found is None or found == found.strip() != ""


def test_several_prompts_are_found_in_their_order_without_repeats() -> None:
    said = (
        "1. <prompt>One.</prompt>\n2. <prompt>Two.</prompt> <prompt>One.</prompt><prompt> </prompt>"
    )
    assert read_prompts(said, 8) == ["One.", "Two."]
    assert read_prompts(said, 1) == ["One."]
    assert read_prompts("```\nOne.\n```\nor\n```\nTwo.\n```", 8) == ["One.", "Two."]
    assert read_prompts("Just one.", 8) == ["Just one."]
    assert read_prompts("<prompt>One.</prompt><prompt>Tw", 8, cut=True) == ["One."]
    assert read_prompts("", 8) == []


def test_other_parts_are_found_by_their_tags() -> None:
    said = '<think><step>0</step></think><Step n="1"> one </step><step>two<step></step>'
    assert read_tagged(said, "step") == ["one", "two"]
    assert read_tagged("<line>If so, d", "line") == ["If so, d"]
    assert read_tagged("<line>If so, d", "line", cut=True) == []
    assert read_tagged("<line>a</line><line>b", "line", cut=True) == ["a"]
    assert read_tagged("<liner>no</liner>", "line") == []


def test_lists_are_read_item_by_item() -> None:
    assert items("Well:\n1. One\nmore.\n**2.** Two.\n\nKeep: all.") == ["One\nmore.", "Two."]
    assert items("- one\n• two") == ["one", "two"]
    assert items("no list") == ["no list"]
    assert items(" ") == []


@given(st.text(max_size=80), st.sampled_from(["step", "prompt", "a.b"]), st.booleans())
def test_no_text_breaks_a_reader(answer: str, tag: str, cut: bool) -> None:
    assert all(part.strip() == part != "" for part in read_tagged(answer, tag, cut=cut))
    assert all(read_prompts(answer, 3, cut=cut))
    assert all(items(answer))
