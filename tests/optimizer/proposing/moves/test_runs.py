"""Runs of words are cut out of any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.proposing.moves.runs import bounded, first_words, flat, is_longer, runs


def test_where_blanks_part_words_a_run_is_so_many_words() -> None:
    assert list(runs("One  two\nthree four", 3)) == ["one two three", "two three four"]
    assert list(runs("One two", 3)) == []
    assert list(runs("", 1)) == []


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("请回答问题", 2, ["请回答问", "回答问题"]),
        ("用 API 回答。", 2, ["用 api 回", "api 回答"]),
        ("ตอบคำถาม", 1, ["ตอบคำ", "อบคำถ", "บคำถา", "คำถาม"]),
    ],
)
def test_signs_and_letters_weigh_less_than_words(text: str, words: int, found: list[str]) -> None:
    assert list(runs(text, words)) == found


def test_a_word_at_the_edge_of_a_run_is_looked_for_whole() -> None:
    assert bounded("at noon") == " at noon "
    assert bounded("api 回答") == " api 回答"
    assert bounded("回答") == "回答"


def test_the_first_words_of_a_text_are_as_they_are_written() -> None:
    assert first_words("Yes,  it\nis so.", 3) == "Yes, it is"
    assert first_words("Yes", 3) == "Yes"
    assert first_words("", 3) == ""
    assert first_words("包裹明天中午之前送到。", 3) == "包裹明天中午"


def test_a_line_is_longer_than_so_many_words_in_any_script() -> None:
    assert is_longer("Write it down.", 2)
    assert not is_longer("Write it.", 2)
    assert is_longer("请用中文回答", 2)
    assert not is_longer("示例：", 2)


@given(st.text(), st.integers(1, 5))
def test_runs_stand_in_the_flat_text(text: str, words: int) -> None:
    assert all(run and run in flat(text) for run in runs(text, words))
