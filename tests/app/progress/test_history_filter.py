"""Which votes the history shows."""

from __future__ import annotations

from app.progress.history_filter import HistoryFilter, filter_words
from app.requests import VoteFilter
from app.told_votes import ToldVotes
from optimizer.records import Verdict
from tests.app.build_views import candidates, history


def told() -> ToldVotes:
    votes = ToldVotes()
    votes.enter(history(10), whole=True)
    return votes


def numbers(condition: HistoryFilter) -> list[int]:
    return [row.number for row in condition.select(told())]


def test_without_conditions_all_pass() -> None:
    assert numbers(HistoryFilter()) == list(range(1, 11))


def test_every_word_must_stand_somewhere_in_the_row() -> None:
    assert numbers(HistoryFilter("TOO long refund")) == [1]
    assert numbers(HistoryFilter("nowhere")) == []


def test_votes_taken_back_are_found_by_these_words() -> None:
    assert numbers(HistoryFilter("taken back")) == [3]


def test_a_verdict_a_prompt_an_example_and_a_last_vote_narrow_together() -> None:
    start = candidates()[0].candidate.id
    votes = VoteFilter(prompt_id=start, verdict=Verdict.LEFT, up_to_number=8)
    found = HistoryFilter(votes=votes).select(told())
    assert found
    for row in found:
        assert start in (row.left_prompt, row.right_prompt)
        assert row.verdict is Verdict.LEFT
        assert row.number <= 8
    assert numbers(HistoryFilter(votes=VoteFilter(example_id="e3"))) == [4]


def test_what_is_narrowed_is_said_in_words() -> None:
    votes = VoteFilter(prompt_id="p", up_to_number=8)
    assert filter_words(votes, {"p": "B1: shorter"}, {}) == (
        "Only votes with B1: shorter, up to vote 8"
    )
    assert filter_words(VoteFilter(), {}, {}) == ""
