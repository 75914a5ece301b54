"""What a run will take, in words; Qt-free."""

from __future__ import annotations

from app.figures import count, money
from optimizer.views import ForecastView

_MINUTE_S, _HOUR_S = 60, 3600


def forecast_words(forecast: ForecastView) -> str:
    """Return an estimate: `About 60–240 calls, $0.30–0.60, 1–4 min for the next 30 votes.`"""
    low, high = forecast.calls
    parts = [f"{_span(f'{low:,}', f'{high:,}')} calls", cost_span(forecast.cost_usd)]
    parts.append(time_span(*forecast.seconds))
    return f"About {', '.join(parts)} for the next {count(forecast.votes, 'vote')}."


def cost_span(cost_usd: tuple[float, float] | None) -> str:
    """Return a cost from low to high; an unknown one and none at all in words."""
    if cost_usd is None:
        return "price unknown"
    low, high = cost_usd
    return "free" if high == 0 else _span(money(low), money(high))


def time_span(low_s: float, high_s: float) -> str:
    """Return a time from low to high, in one unit: `1–4 min`."""
    if high_s < 2 * _MINUTE_S:
        return f"{_span(str(max(1, round(low_s))), str(max(1, round(high_s))))} s"
    size, unit = (_MINUTE_S, "min") if high_s < 2 * _HOUR_S else (_HOUR_S, "h")
    low, high = round(low_s / size), round(high_s / size)
    return f"{_span('<1' if low == 0 else str(low), str(high))} {unit}"


def _span(low: str, high: str) -> str:
    if low == high:
        return low
    return f"{low}–{high.removeprefix('$') if low.startswith('$') else high}"
