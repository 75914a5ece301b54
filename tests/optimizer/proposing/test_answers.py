"""Writers answer in many ways; the prompt is found in all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.proposing.moves.answers import read_prompt


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
        ("Be kind.", "Be kind."),
        ('Say "yes" or "no"', 'Say "yes" or "no"'),
        ("Here are three rules for you", "Here are three rules for you"),
    ],
)
def test_the_prompt_is_found(answer: str, prompt: str) -> None:
    assert read_prompt(answer) == prompt


@pytest.mark.parametrize("answer", ["", "  \n", "<prompt>  </prompt>", "<think>hm</think>", '""'])
def test_nothing_is_nothing(answer: str) -> None:
    assert read_prompt(answer) is None


@given(st.text())
def test_any_text_gives_a_prompt_or_nothing(answer: str) -> None:
    found = read_prompt(answer)
    assert found is None or found == found.strip() != ""
