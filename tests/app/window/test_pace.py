from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.compare_choices import CompareChoices
from app.window.pace import Pace, goal_words, pace_details, pace_words
from optimizer.records import Verdict
from optimizer.views import AgreementView, HistoryRow
from tests.app.fake_engine import make_row

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def votes(number: int, seconds: float, begin: datetime = NOON) -> list[HistoryRow]:
    """Return votes, one every so many seconds."""
    return [
        make_row(at, cast_at=(begin + timedelta(seconds=seconds * at)).isoformat())
        for at in range(1, number + 1)
    ]


def test_only_votes_of_today_that_count_are_counted() -> None:
    pace = Pace()
    rows = votes(4, 10)
    rows[0] = make_row(1, cast_at=(NOON - timedelta(days=1)).isoformat())
    rows[1] = make_row(2, Verdict.SKIP, cast_at=rows[1].cast_at)
    rows[2] = make_row(3, cast_at=rows[2].cast_at, voided=True)

    pace.enter(rows, NOON + timedelta(hours=1), whole=True)

    assert pace.votes == 1


def test_a_vote_taken_back_counts_no_more_and_comes_back() -> None:
    pace = Pace()
    pace.enter(votes(3, 10), NOON)
    for voided, left in ((True, 2), (False, 3)):
        pace.enter((make_row(3, cast_at=votes(3, 10)[2].cast_at, voided=voided),), NOON)
        assert pace.votes == left


def test_at_midnight_a_new_day_begins() -> None:
    pace = Pace()
    pace.enter(votes(3, 10), NOON)
    pace.enter((make_row(9, cast_at=(NOON + timedelta(days=1)).isoformat()),), NOON + timedelta(1))

    assert pace.votes == 1


def test_a_rest_is_no_time_of_voting() -> None:
    pace = Pace()
    later = NOON + timedelta(hours=2)
    rows = [make_row(10 + row.number, cast_at=row.cast_at) for row in votes(5, 12, later)]
    pace.enter([*votes(5, 10), *rows], later)

    assert pace.seconds_a_vote == 11
    assert pace.minutes_on_end < 2


def test_the_goal_is_told_until_it_is_reached() -> None:
    pace = Pace()
    assert goal_words(pace, 0) == ""
    assert goal_words(pace, 20) == "0 of 20 today, 6 min left"
    pace.enter(votes(12, 15), NOON)
    assert goal_words(pace, 20) == "12 of 20 today, 2 min left"
    assert goal_words(pace, 12) == "Goal reached: 12 of 12 today. Time for a rest."


def test_after_long_without_a_rest_one_is_suggested() -> None:
    pace = Pace()
    pace.enter(votes(60, 60), NOON)

    assert goal_words(pace, 100).endswith("; a rest does your eyes good")


def test_pace_and_steadiness_are_told_as_far_as_they_are_known() -> None:
    pace = Pace()
    agreement = AgreementView(8, 0.875, 0.53, 0.99, 0.75)
    assert pace_words(pace, None) == "pace not known yet"
    pace.enter(votes(5, 15), NOON)
    assert pace_words(pace, agreement) == "4.0 a minute, 88 % with yourself"
    details = pace_details(pace, CompareChoices(goal=20, pace=True), agreement)
    assert "8 repeated pairs" in details
    assert "5 votes today" in details
