"""Methods in words: needs, sources, ranges, what a run takes, how far it is; Qt-free."""

from __future__ import annotations

from app.figures import count
from app.forecast_words import cost_span, time_span
from app.language import tr
from optimizer.needs import told_needs
from optimizer.records import Method, MethodSetting, SettingKind, Source
from optimizer.views import ForecastView, RunView


def needs_words(method: Method) -> str:
    """Return what a method needs: `Needs writer, judge or person.`"""
    needs = told_needs(method)
    return f"Needs {needs}." if needs else tr("Needs nothing but the data.")


def source_words(source: Source) -> str:
    """Return where a method comes from: authors, year, title and number."""
    number = f" (arXiv {source.arxiv})" if source.arxiv else ""
    return f"{source.authors}, {source.year}: {source.title}{number}"


def setting_range(setting: MethodSetting) -> str:
    """Return what a setting may be: `1 to 12`, or its choices."""
    if setting.kind is SettingKind.CHOICE:
        return ", ".join(setting.choices)
    if setting.kind is SettingKind.SWITCH:
        return tr("true or false")
    if setting.kind is SettingKind.TEXT:
        return "text"
    return f"{setting.low:g} to {setting.high:g}"


def takes_words(forecast: ForecastView | None) -> str:
    """Return what a run takes: `About 60–240 calls, free, 1–4 min, and 30 votes.`"""
    if forecast is None:
        return ""
    low, high = forecast.calls
    calls = f"{low:,}" if low == high else f"{low:,}–{high:,}"
    parts = [f"About {calls} calls", cost_span(forecast.cost_usd), time_span(*forecast.seconds)]
    return f"{', '.join(parts)}, for {count(forecast.votes, 'vote')}."


def run_words(run: RunView | None) -> str:
    """Return how far a run is: `OPRO: 12 of 40 new prompts`; why it stands still, if it does."""
    if run is None:
        return tr("No method has begun yet.")
    written = f"{run.step:,} of {run.steps:,}" if run.steps else f"{run.step:,}"
    so_far = f"{run.title}: {written} new prompt{'' if run.step == 1 and not run.steps else 's'}"
    if run.finished:
        return f"{so_far}. Ended: {run.stop_reason}."
    return f"{so_far}. {run.blocked}" if run.blocked else f"{so_far}."
