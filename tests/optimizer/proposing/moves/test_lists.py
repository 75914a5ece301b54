"""Items are read out of free text."""

from __future__ import annotations

import pytest

from optimizer.proposing.moves.lists import items


@pytest.mark.parametrize(
    "text",
    ["Two causes.\n1. Too long.\n2) Too cold.", "- Too long.\n* Too cold.\n\nThat is all."],
)
def test_a_list_is_taken_apart(text: str) -> None:
    assert items(text) == ["Too long.", "Too cold."]


def test_so_is_one_whose_numbers_have_no_blank_behind_them() -> None:
    assert items("原因：\n1、太长。\n2．太冷淡。") == ["太长。", "太冷淡。"]


def test_a_text_without_items_is_one() -> None:
    assert items(" 3.5 percent are too long. ") == ["3.5 percent are too long."]
    assert items("") == []
