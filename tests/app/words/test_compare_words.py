"""What the Compare page says after a vote."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.compare_parts import Phase
from app.words.compare_words import phase_words, reveal_text, row_words
from optimizer.records import Purpose, Verdict
from optimizer.views import EngineState, Reveal
from tests.app.build_views import history
from tests.app.fake_engine import make_status

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


@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.HEAD_TO_HEAD])
def test_between_two_prompts_alone_the_blind_stays_to_the_end(purpose: Purpose) -> None:
    said = reveal_text(replace(REVEAL, purpose=purpose), with_judge=True)
    assert said == "Vote 12: left better. Which prompt was which is told at the end."
    row = replace(history()[0], purpose=purpose)
    assert row.left_name not in row_words(row)
    assert row.right_name not in row_words(row)


def test_a_project_that_is_only_read_says_why() -> None:
    reason = "A newer version of PairTune wrote this project. Update PairTune."
    known = make_status(EngineState.READ_ONLY, stop_reason=reason)
    assert phase_words(Phase.READ_ONLY, known, votes=0).body == reason
    assert phase_words(Phase.READ_ONLY, None, votes=0).body == "Votes cannot be cast here."
