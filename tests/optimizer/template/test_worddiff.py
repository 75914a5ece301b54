from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from optimizer.template import DiffPart, word_diff

TEXT = st.lists(st.sampled_from(["be", "brief", "kind", ",", " ", "  ", "\n", "."])).map("".join)


@given(old=TEXT, new=TEXT)
def test_the_parts_give_both_texts_back(old: str, new: str) -> None:
    parts = word_diff(old, new)
    assert "".join(part.text for part in parts if part.kind != "added") == old
    assert "".join(part.text for part in parts if part.kind != "removed") == new
    assert all(part.text for part in parts)


def test_words_are_the_unit() -> None:
    assert word_diff("Be brief.", "Be kind.") == (
        DiffPart("same", "Be "),
        DiffPart("removed", "brief"),
        DiffPart("added", "kind"),
        DiffPart("same", "."),
    )


def test_a_blank_between_two_changes_belongs_to_the_change() -> None:
    assert word_diff("one two", "three four") == (
        DiffPart("removed", "one two"),
        DiffPart("added", "three four"),
    )


def test_equal_texts_have_one_part() -> None:
    assert word_diff("same text", "same text") == (DiffPart("same", "same text"),)
    assert word_diff("", "") == ()


def test_each_chinese_or_japanese_character_is_a_unit() -> None:
    assert word_diff("用一句话回答", "用两句话回答") == (
        DiffPart("same", "用"),
        DiffPart("removed", "一"),
        DiffPart("added", "两"),
        DiffPart("same", "句话回答"),
    )
