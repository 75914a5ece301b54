"""Likeness by words, in scripts with blanks between words and without."""

from __future__ import annotations

import pytest

from optimizer.proposing.moves.vectors import distance


@pytest.mark.parametrize(
    ("one", "near", "far"),
    [
        (
            "Reply to the customer in two short sentences.",
            "Reply to the customer in three short sentences.",
            "Translate every legal clause line by line.",
        ),
        (
            "请用两句简短的话回答客户的问题，语气要友好。",
            "请用三句简短的话回答客户的问题，语气要礼貌。",
            "逐行翻译合同条款，不得遗漏任何内容。",
        ),
        (
            "お客様の質問に二文で短く答えてください。",
            "お客様の質問に三文で短く答えてください。",
            "契約書を一行ずつ翻訳すること。",
        ),
    ],
)
def test_what_differs_in_a_word_is_near_and_another_task_far(one: str, near: str, far: str) -> None:
    assert distance(one, one) == pytest.approx(0.0)
    assert distance(one, near) < 0.5
    assert distance(one, far) > 0.7
