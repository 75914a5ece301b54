"""Children: what they say of themselves, and when there is none."""

from __future__ import annotations

import pytest

from optimizer.proposing.moves.children import child, first_sentence
from optimizer.records import Proposal
from optimizer.wordings import load_wording
from tests.optimizer.proposing.pools import START, candidate


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("1. The answers are cold.\n2. They are long.", "The answers are cold."),
        ("**1.** The answers are cold.", "The answers are cold."),
        ("# Causes\n\n- The answers are quite cold.", "The answers are quite cold."),
        ("30 words instead of 50 are enough", "30 words instead of 50 are enough"),
        ("Cold.", "Cold."),
        ("", ""),
    ],
)
def test_the_first_sentence_without_its_marks(said: str, first: str) -> None:
    assert first_sentence(said) == first


def test_a_long_sentence_is_cut() -> None:
    cut = first_sentence("very " * 100)
    assert len(cut) <= 200
    assert cut.endswith("…")


def made(text: str | None) -> list[Proposal]:
    return child(
        candidate(START),
        text,
        proposer="test",
        label="try",
        reason="",
        edit={},
        wording=load_wording("rephrase"),
    )


def test_the_same_words_or_none_make_no_child() -> None:
    assert made(None) == []
    assert made(f"  {START.instruction}\n") == []


def test_a_child_without_reason_or_cases_says_what_it_tries() -> None:
    (found,) = made("Reply.")
    assert found.reason == "try"
    assert found.hypothesis == "should win against B1"
    assert found.wording_hash == load_wording("rephrase").hash
