"""What the Compare page says after a vote."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.words.compare_words import reveal_text
from optimizer.records import Verdict
from optimizer.views import Reveal

REVEAL = Reveal("v", 12, Verdict.LEFT, "B3: shorter", "Start", "p3", "p0", judge=Verdict.RIGHT)


def test_the_judge_is_silent_unless_asked() -> None:
    assert reveal_text(REVEAL) == (
        "Vote 12: left better. A was B3 \u2018shorter\u2019, B was the start prompt."
    )


@pytest.mark.parametrize(
    ("judge", "said"),
    [
        (Verdict.RIGHT, " The judge said right better."),
        (Verdict.LEFT, " The judge said the same."),
        (None, "B was the start prompt."),
    ],
)
def test_the_judge_is_heard_after_the_vote_on_request(judge: Verdict | None, said: str) -> None:
    assert reveal_text(replace(REVEAL, judge=judge), with_judge=True).endswith(said)
