"""What a run will take, in words; Qt-free."""

from __future__ import annotations

from app.language import figure, tr, tr_n
from app.words.figures import LEAST_USD, amount, money
from optimizer.records import CallPurpose
from optimizer.said import mark
from optimizer.views import ForecastView, PartView

_MINUTE_S, _HOUR_S = 60, 3600
_PURPOSES = {
    CallPurpose.ANSWERS: mark("answers"),
    CallPurpose.WRITING: mark("writing prompts"),
    CallPurpose.JUDGING: mark("judging pairs"),
    CallPurpose.CHECKING: mark("checking new prompts"),
    CallPurpose.SETS: mark("judging sets of outputs"),
    CallPurpose.LIKENESS: mark("measuring likeness"),
}


def forecast_words(forecast: ForecastView) -> str:
    """Return an estimate: `About 60–240 calls, $0.30–0.60, 1–4 min for the next 30 votes.`"""
    low, high = forecast.calls
    whole = tr_n(
        "About {calls} calls, {cost}, {time} for the next {n:,} vote.",
        "About {calls} calls, {cost}, {time} for the next {n:,} votes.",
        forecast.votes,
        calls=figure(span(f"{low:,}", f"{high:,}")),
        cost=cost_span(forecast.cost_usd),
        time=time_span(*forecast.seconds),
    )
    return f"{whole} {parts_words(forecast)}".strip()


def parts_words(forecast: ForecastView) -> str:
    """Return what the calls are for: `Of these: answers 40–90 ($0.10–0.20), likeness 2–30.`

    Empty where all are for one purpose.
    """
    if len(forecast.parts) < 2:
        return ""
    return tr("Of these: {parts}.", parts=", ".join(map(_part_words, forecast.parts)))


def _part_words(part: PartView) -> str:
    name, (low, high) = tr(_PURPOSES[part.purpose]), part.calls
    most = figure(f"{high:,}")
    calls = figure(span(f"{low:,}", f"{high:,}")) if low else tr("up to {most}", most=most)
    if part.cost_usd is not None and part.cost_usd[1] == 0:
        return tr("{purpose} {calls}", purpose=name, calls=calls)
    if low == 0 and part.cost_usd is not None:
        cost = tr("up to {most}", most=money(part.cost_usd[1]))
    else:
        cost = cost_span(part.cost_usd)
    return tr("{purpose} {calls} ({cost})", purpose=name, calls=calls, cost=cost)


def cost_span(cost_usd: tuple[float, float] | None) -> str:
    """Return a cost from low to high; an unknown one and none at all in words."""
    if cost_usd is None:
        return tr("price unknown")
    low, high = cost_usd
    if high == 0:
        return tr("free")
    if 0 < low < LEAST_USD or money(low) == money(high):
        return span(money(low), money(high))
    return tr("${amount}", amount=span(amount(low), amount(high)))


def time_span(low_s: float, high_s: float) -> str:
    """Return a time from low to high, in one unit: `1–4 min`."""
    if high_s < 2 * _MINUTE_S:
        seconds = span(str(max(1, round(low_s))), str(max(1, round(high_s))))
        return tr("{span} s", span=seconds)
    size = _MINUTE_S if high_s < 2 * _HOUR_S else _HOUR_S
    low, high = round(low_s / size), round(high_s / size)
    told = span("<1" if low == 0 else str(low), str(high))
    return tr("{span} min", span=told) if size == _MINUTE_S else tr("{span} h", span=told)


def span(low: str, high: str) -> str:
    """Return a stretch of figures; one figure where its ends are the same."""
    return low if low == high else f"{low}–{high}"
