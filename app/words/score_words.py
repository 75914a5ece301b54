"""Scores as people read them; Qt-free."""

from __future__ import annotations

from app.language import figure, mark, tr, tr_n
from app.words.figures import UNKNOWN, duration, signed
from optimizer.scoring import Figure, ScoreRow
from optimizer.views import CandidateView, MeasuredView

PARETO = "◆"
PARETO_HELP = mark(
    "◆: no other prompt is at least as good in quality, length, cost and time, and better in one"
)


def score_text(figure: Figure | None) -> str:
    """Return a mean score: `0.76`."""
    return UNKNOWN if figure is None else tr("{mean:.2f}", mean=figure.mean)


def score_tip(figure: Figure | None) -> str:
    """Return a mean score with its interval: `0.76, 0.68 to 0.83 with 90 %, on 100 rows`."""
    if figure is None:
        return tr("No score yet")
    return tr_n(
        "{mean:.2f}, {low:.2f} to {high:.2f} with 90 % probability, on {n:,} row",
        "{mean:.2f}, {low:.2f} to {high:.2f} with 90 % probability, on {n:,} rows",
        figure.rows,
        mean=figure.mean,
        low=figure.low,
        high=figure.high,
    )


def drawn_text(row: ScoreRow | None) -> str:
    """Return what is left of a tuning score after allowing for luck."""
    return UNKNOWN if row is None or row.shrunken is None else figure(f"{row.shrunken:.2f}")


def drawn_tip(row: ScoreRow | None) -> str:
    """Return the raw tuning score behind it."""
    if row is None:
        return tr("No score yet")
    return tr("{score}; less what luck explains", score=score_tip(row.tuning))


def gain_text(row: ScoreRow) -> str:
    """Return the gain over the start prompt with its interval."""
    gain = row.gain
    if gain is None:
        return UNKNOWN
    return tr(
        "{mean} ({low} to {high})",
        mean=signed(gain.mean),
        low=signed(gain.low),
        high=signed(gain.high),
    )


def latency_text(row: CandidateView) -> str:
    """Return how long an answer takes on average."""
    return duration(row.mean_latency_ms)


def measured_text(measured: MeasuredView | None) -> str:
    """Return how far the metric's own work is; empty without any."""
    if measured is None:
        return ""
    parts = [
        tr(
            "{made:,} of {limit:,} answers made for the metric",
            made=measured.made,
            limit=measured.limit,
        )
    ]
    if measured.retired:
        parts.append(
            tr_n("{n:,} prompt out of the race", "{n:,} prompts out of the race", measured.retired)
        )
    if measured.over:
        parts.append(tr(measured.over))
    return f"{'; '.join(parts)}."
