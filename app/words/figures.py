"""Figures as people read them; Qt-free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.language import figure, tr
from optimizer.records import Standing
from optimizer.reports.sentences import percent as percent

Z90 = 1.6449  # half the width of a 90 % interval, in standard deviations
UNKNOWN = "–"
LEAST_USD = 0.0001  # what is less is not told exactly


def signed(value: float) -> str:
    """Return a number with its sign and two digits; a true minus, and no minus zero."""
    text = f"{value:+.2f}"
    return figure("0.00" if text in ("+0.00", "-0.00") else text.replace("-", "−"))


def money(cost_usd: float) -> str:
    """Return dollars, small amounts with enough digits to be told from nothing."""
    if 0 < cost_usd < LEAST_USD:
        return tr("<${amount}", amount=amount(LEAST_USD))
    return tr("${amount}", amount=amount(cost_usd))


def cost_text(cost_usd: float) -> str:
    """Return a cost; none at all is told in a word."""
    return money(cost_usd) if cost_usd else tr("free")


def amount(cost_usd: float) -> str:
    """Return dollars without their sign, small amounts with enough digits."""
    return figure(f"{cost_usd:.4f}" if 0 < cost_usd < 0.1 else f"{cost_usd:,.2f}")


def around_money() -> tuple[str, str]:
    """Return what stands before an amount of money and what behind it."""
    before, _, behind = tr("${amount}").partition("{amount}")
    return before, behind


def out_of(part: int, whole: int) -> str:
    """Return how many of how many: `7 of 20`."""
    return tr("{part:,} of {whole:,}", part=part, whole=whole)


def listed(parts: Sequence[str]) -> str:
    """Return parts of a sentence in a row: `this, that and another`."""
    if len(parts) < 2:
        return "".join(parts)
    return tr("{most} and {last}", most=", ".join(parts[:-1]), last=parts[-1])


def quoted(text: str) -> str:
    """Return a text between the quotation marks of the person's language."""
    return tr("“{text}”", text=text)


def whole(number: int) -> str:
    """Return a whole number with its thousands set apart: `1,204`."""
    return figure(f"{number:,}")


def duration(milliseconds: float | None) -> str:
    """Return a time in seconds: `3.2 s`."""
    return UNKNOWN if milliseconds is None else tr("{n:.1f} s", n=milliseconds / 1000)


def time_left(seconds: float) -> str:
    """Return an estimate of a time to wait, in words."""
    if seconds < 1.5:
        return tr("about a second left")
    if seconds < 90:
        return tr("about {n} s left", n=round(seconds))
    return tr("about {n} min left", n=round(seconds / 60))


def local_time(stamp: str) -> str:
    """Return a UTC ISO 8601 time in the person's own time zone, to the minute."""
    try:
        return datetime.fromisoformat(stamp).astimezone().strftime(tr("%Y-%m-%d %H:%M"))
    except ValueError:
        return stamp


def strength_interval(standing: Standing) -> tuple[float, float]:
    """Return the 90 % interval of a prompt's strength, in logits."""
    half = Z90 * standing.sd
    return standing.mean - half, standing.mean + half


def strength_text(standing: Standing) -> str:
    """Return a strength with its interval: `+0.82 (+0.30 to +1.34)`."""
    low, high = strength_interval(standing)
    return tr(
        "{mean} ({low} to {high})", mean=signed(standing.mean), low=signed(low), high=signed(high)
    )


def wins_losses_ties(standing: Standing) -> str:
    """Return the votes on a prompt: `7–3–1`."""
    return f"{standing.wins}–{standing.losses}–{standing.ties}"
