"""Scores as people read them; Qt-free."""

from __future__ import annotations

from app.figures import UNKNOWN, signed
from app.language import mark, tr
from optimizer.scoring import Figure, ScoreRow
from optimizer.views import CandidateView, MeasuredView

PARETO = "◆"
PARETO_HELP = mark(
    "◆: no other prompt is at least as good in quality, length, cost and time, and better in one"
)


def score_text(figure: Figure | None) -> str:
    """Return a mean score: `0.76`."""
    return UNKNOWN if figure is None else f"{figure.mean:.2f}"


def score_tip(figure: Figure | None) -> str:
    """Return a mean score with its interval: `0.76, 0.68 to 0.83 with 90 %, on 100 rows`."""
    if figure is None:
        return tr("No score yet")
    return (
        f"{figure.mean:.2f}, {figure.low:.2f} to {figure.high:.2f} with 90 % probability, "
        f"on {figure.rows:,} rows"
    )


def drawn_text(row: ScoreRow | None) -> str:
    """Return what is left of a tuning score after allowing for luck."""
    return UNKNOWN if row is None or row.shrunken is None else f"{row.shrunken:.2f}"


def drawn_tip(row: ScoreRow | None) -> str:
    """Return the raw tuning score behind it."""
    if row is None:
        return tr("No score yet")
    return f"{score_tip(row.tuning)}; less what luck explains"


def gain_text(row: ScoreRow) -> str:
    """Return the gain over the start prompt with its interval."""
    gain = row.gain
    if gain is None:
        return UNKNOWN
    return f"{signed(gain.mean)} ({signed(gain.low)} to {signed(gain.high)})"


def latency_text(row: CandidateView) -> str:
    """Return how long an answer takes on average."""
    return UNKNOWN if row.mean_latency_ms is None else f"{row.mean_latency_ms / 1000:.1f} s"


def measured_text(measured: MeasuredView | None) -> str:
    """Return how far the metric's own work is; empty without any."""
    if measured is None:
        return ""
    text = f"{measured.made:,} of {measured.limit:,} answers made for the metric"
    if measured.retired:
        text += f"; {measured.retired:,} prompts out of the race"
    return f"{text}; {measured.over}." if measured.over else f"{text}."
