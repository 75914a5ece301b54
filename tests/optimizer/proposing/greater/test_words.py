"""Which words of a prompt may be replaced, and by what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.proposing.greater.words import fits, open_words

TEXT = "Reply to {{message}} kindly.\nSay good or bad; it's 5 pm."


def test_placeholders_and_kept_texts_are_left_alone() -> None:
    words = [word.text for word in open_words(TEXT, ("Good", "bad", ""))]
    assert words == ["Reply", " to", " kindly", "Say", " or", " it", " pm"]


def test_a_lock_of_several_words_stays_whole() -> None:
    words = [word.text for word in open_words(TEXT, ("kindly.\nSay",))]
    assert " kindly" not in words
    assert "Say" not in words
    assert " good" in words


@given(st.text())
def test_a_word_stands_where_it_says(text: str) -> None:
    for word in open_words(text, ()):
        assert text[word.start : word.end] == word.text
        assert word.replaced(text, word.text) == text


@pytest.mark.parametrize(
    ("word", "instead", "right"),
    [
        (" kindly", " warmly", True),
        ("Reply", "Answer", True),
        (" kindly", "warmly", False),
        ("Reply", "answer", False),
        (" kindly", " Kindly", False),
        (" kindly", " kindly", False),
        (" kindly", " a", False),
        (" kindly", " 12", False),
        (" kindly", " wArm", False),
        (" kindly", " ", False),
        (" kindly", "", False),
    ],
)
def test_only_a_word_of_the_same_form_fits(word: str, instead: str, right: bool) -> None:
    assert fits(word, instead) is right
