"""How voting goes today: how many votes, how quick, how far to the goal; Qt-free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice, pairwise
from statistics import median

from app.compare_choices import CompareChoices
from app.language import tr, tr_n
from app.words.figures import percent
from optimizer.records import Verdict
from optimizer.views import AgreementView, History, HistoryRow

PAUSE_S = 120.0  # a longer gap between two votes is a rest
LAST = 30  # votes that tell how quick it goes
USUAL_S = 18.0  # a vote, before anything is known
REST_MIN = 45  # of voting without a rest


class Pace:
    """Counts the votes of today as they are told; voided ones and skipped pairs are none."""

    def __init__(self) -> None:
        self._today = ""
        self._times: dict[str, str] = {}  # UTC, in the one form in which they are stored

    def clear(self) -> None:
        """Forget the project that was open."""
        self._times = {}

    def enter(self, rows: Iterable[HistoryRow], now: datetime, *, whole: bool = False) -> None:
        """Take in votes that are new or changed.

        Args:
            rows: The votes.
            now: The local time; what was cast before midnight counts no more.
            whole: Whether they replace all that were told before.
        """
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        begin = midnight.astimezone(UTC).isoformat()
        if whole or begin != self._today:
            kept = {} if whole else self._times
            self._times = {key: at for key, at in kept.items() if at >= begin[:19]}
            self._today = begin
        if isinstance(rows, History):
            ids, times = rows.vote_ids, rows.times
            today = rows.where(since=begin[:19], counted=True)
            self._times.update((ids[place], times[place]) for place in today)
            return
        for row in rows:
            if row.cast_at < begin[:19]:
                continue
            if row.voided or row.verdict is Verdict.SKIP:
                self._times.pop(row.vote_id, None)
            else:
                self._times[row.vote_id] = row.cast_at

    @property
    def votes(self) -> int:
        """How many votes were cast today."""
        return len(self._times)

    @property
    def seconds_a_vote(self) -> float | None:
        """How long a vote takes of late, rests left out; None before two were cast."""
        gaps = islice(self._gaps(), LAST)
        working = [gap for gap in gaps if gap <= PAUSE_S]
        return median(working) if working else None

    @property
    def minutes_on_end(self) -> float:
        """For how long there was no rest."""
        total = 0.0
        for gap in self._gaps():
            if gap > PAUSE_S:
                break
            total += gap
        return total / 60

    def _gaps(self) -> Iterator[float]:
        """Yield how many seconds lie between two votes, the latest first."""
        latest = map(datetime.fromisoformat, sorted(self._times.values(), reverse=True))
        return ((after - before).total_seconds() for after, before in pairwise(latest))


def goal_words(pace: Pace, goal: int) -> str:
    """Return how far the day's goal is: `12 of 20 today, 3 min left`; empty without one.

    Args:
        pace: The votes of today.
        goal: How many are wished; 0 for none.
    """
    if not goal:
        return ""
    if pace.votes >= goal:
        return tr(
            "Goal reached: {votes} of {goal} today. Time for a rest.", votes=pace.votes, goal=goal
        )
    seconds = (goal - pace.votes) * (pace.seconds_a_vote or USUAL_S)
    words = tr(
        "{votes} of {goal} today, {minutes} min left",
        votes=pace.votes,
        goal=goal,
        minutes=max(1, round(seconds / 60)),
    )
    if pace.minutes_on_end < REST_MIN:
        return words
    return tr("{words}; a rest does your eyes good", words=words)


def pace_words(pace: Pace, agreement: AgreementView | None) -> str:
    """Return how quick and how steady: `4.1 a minute, 88 % with yourself`."""
    seconds = pace.seconds_a_vote
    quick = steady = ""
    if seconds is not None:
        quick = tr("{votes:.1f} a minute", votes=60 / max(seconds, 0.1))
    if agreement is not None:
        steady = tr("{share} with yourself", share=percent(agreement.share))
    return ", ".join(filter(None, (quick, steady))) or tr("pace not known yet")


def pace_details(pace: Pace, choices: CompareChoices, agreement: AgreementView | None) -> str:
    """Return the same at length, for a tool tip."""
    lines = [tr_n("{n:,} vote today", "{n:,} votes today", pace.votes)]
    if choices.goal:
        lines.append(
            tr_n(
                "Goal: {n:,} vote a day (Settings, Comparing)",
                "Goal: {n:,} votes a day (Settings, Comparing)",
                choices.goal,
            )
        )
    if choices.pace and agreement is not None:
        low, high = percent(agreement.low), percent(agreement.high)
        lines.append(
            tr_n(
                "You agreed with yourself on {share} of {n:,} repeated pair "
                "(90 %: {low} to {high})",
                "You agreed with yourself on {share} of {n:,} repeated pairs "
                "(90 %: {low} to {high})",
                agreement.n,
                share=percent(agreement.share),
                low=low,
                high=high,
            )
        )
    elif choices.pace:
        lines.append(tr("No pair was repeated yet, so your own steadiness is not known."))
    return "\n".join(lines)
