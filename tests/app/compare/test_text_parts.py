"""Huge texts in parts, and lines broken where they are too long."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.compare.text_parts import (
    LONGEST_LINE,
    broken,
    open_fence,
    part_starts,
    plain_weight,
    rejoined,
    with_joints,
    without_joints,
)

PIECES = st.sampled_from(
    ["word ", "\n", "\r\n", "x" * 37, "e\u0301", "👩‍👩‍👧", "🇩🇪", "今日", "👍🏽"]
)
TEXTS = st.lists(st.tuples(PIECES, st.integers(1, 400)), max_size=12).map(
    lambda parts: "".join(piece * times for piece, times in parts)
)
LONG = st.sampled_from(["word ", "x", "今日は", "👩‍👩‍👧", "e\u0301 "]).map(
    lambda piece: "a line\n" + piece * (3 * LONGEST_LINE // len(piece))
)


@given(TEXTS, st.integers(200, 5000))
def test_parts_are_all_of_the_text_and_none_is_too_heavy(text: str, most: int) -> None:
    starts = part_starts(text, most=most)
    assert starts[0] == 0
    edges = [*starts, len(text)]
    assert all(start < end for start, end in pairwise(edges)) or not text
    assert all(plain_weight(text[start:end]) <= most for start, end in pairwise(edges))


@pytest.mark.parametrize("sign", ["👩‍👩‍👧‍👦", "e\u0301", "👍🏽", "\r\n", "🇩🇪"])
def test_no_sign_is_torn_apart(sign: str) -> None:
    text = sign * 400
    for start in part_starts(text, most=1001)[1:]:
        assert start % len(sign) == 0


def test_a_part_ends_with_a_line_or_else_with_a_word() -> None:
    lines = "some words in a line\n" * 500
    assert all(lines[start - 1] == "\n" for start in part_starts(lines, most=3000)[1:])
    words = "some words and no line " * 500
    assert all(words[start - 1] == " " for start in part_starts(words, most=3000)[1:])


@given(LONG)
def test_broken_lines_are_short_and_can_be_joined_again(text: str) -> None:
    shown, joints = broken(text)
    assert joints
    assert max(map(len, shown.split("\n"))) <= LONGEST_LINE
    assert rejoined(shown, joints) == text


@given(LONG, st.data())
def test_places_are_found_in_broken_lines_and_back(text: str, data: st.DataObject) -> None:
    shown, joints = broken(text)
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, min(len(text), start + 20)))
    first, last = with_joints(joints, (start, end))
    assert shown[first:last].replace("\n", "") == text[start:end].replace("\n", "")
    assert (without_joints(joints, first), without_joints(joints, last)) == (start, end)


def test_ordinary_lines_are_left_alone() -> None:
    text = "a line of usual length\n" * 1000
    assert broken(text) == (text, ())


def test_code_goes_on_in_the_next_part() -> None:
    assert open_fence("words\n```python\nx = 1\n") == "```"
    assert open_fence("words\n```python\nx = 1\n```\nwords") == ""
    assert open_fence("~~~\n```\n") == "~~~"


def test_the_more_bytes_a_sign_has_the_shorter_are_the_parts() -> None:
    longest = [part_starts(sign * 100_000)[1] for sign in ("word ", "слово ", "字", "🚀")]
    assert longest == sorted(longest, reverse=True)
    assert longest[0] > 7 * longest[2]
