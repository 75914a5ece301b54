"""Model text made harmless, and its size in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.widgets.plain_text import kilobytes, size_text, visible, word_count


def test_line_ends_of_all_kinds_become_newlines() -> None:
    assert visible("a\r\nb\rc\u2028d\u2029e") == "a\nb\nc\nd\ne"


def test_control_characters_become_pictures() -> None:
    assert visible("bell\x07 nul\x00 esc\x1b del\x7f") == "bell␇ nul␀ esc␛ del␡"


def test_direction_overrides_are_named_and_lose_their_power() -> None:
    assert visible("a\u202eb\u2066c") == "a[U+202E]b[U+2066]c"


def test_joiners_stay_for_emoji_and_persian() -> None:
    family = "👨\u200d👩\u200d👧"
    assert visible(family) == family


def test_lone_surrogates_do_not_reach_qt() -> None:
    assert visible("a\ud83db") == "a\ufffdb"


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_comes_nothing_odd_is_left(text: str) -> None:
    shown = visible(text)
    assert not any(c < " " and c not in "\n\t" for c in shown)
    assert not any("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in shown)
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("one", 1), ("don't stop", 2), ("well-known fact.", 2), ("您的包裹", 4), ("ab您", 2)],
)
def test_words_are_counted(text: str, count: int) -> None:
    assert word_count(text) == count


def test_sizes_in_words() -> None:
    assert size_text("one") == "1 word"
    assert size_text("word " * 1204) == "1,204 words"
    assert size_text("word " * 403_000) == "about 400,000 words"
    assert kilobytes(64_000) == "64 kB"
    assert kilobytes(2_100_000) == "2.1 MB"
