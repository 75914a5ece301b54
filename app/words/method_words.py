"""Methods in words: needs, sources, ranges, what a run takes, how far it is; Qt-free."""

from __future__ import annotations

from app.language import tr, tr_n
from app.words.figures import whole
from app.words.forecast_words import cost_span, parts_words, span, time_span
from optimizer.needs import told_needs
from optimizer.records import Method, MethodSetting, SettingKind, Source
from optimizer.views import ForecastView, RunView


def needs_words(method: Method) -> str:
    """Return what a method needs: `Needs writer, judge or person.`"""
    needs = told_needs(method)
    return tr("Needs {needs}.", needs=needs) if needs else tr("Needs nothing but the data.")


def source_words(source: Source) -> str:
    """Return where a method comes from: authors, year, title and number."""
    number = f" (arXiv {source.arxiv})" if source.arxiv else ""
    return f"{source.authors}, {source.year}: {source.title}{number}"


def setting_range(setting: MethodSetting) -> str:
    """Return what a setting may be: `1 to 12`, or its choices."""
    if setting.kind is SettingKind.CHOICE:
        return ", ".join(tr(choice) for choice in setting.choices)
    if setting.kind is SettingKind.SWITCH:
        return tr("true or false")
    if setting.kind is SettingKind.TEXT:
        return tr("text")
    if setting.kind is SettingKind.LINES:
        return tr("lines of text")
    return tr("{low:g} to {high:g}", low=setting.low, high=setting.high)


def takes_words(forecast: ForecastView | None) -> str:
    """Return what a run takes: `About 60–240 calls, free, 1–4 min, and 30 votes.`"""
    if forecast is None:
        return ""
    low, high = forecast.calls
    whole_run = tr_n(
        "About {calls} calls, {cost}, {time}, for {n:,} vote.",
        "About {calls} calls, {cost}, {time}, for {n:,} votes.",
        forecast.votes,
        calls=span(whole(low), whole(high)),
        cost=cost_span(forecast.cost_usd),
        time=time_span(*forecast.seconds),
    )
    return f"{whole_run} {parts_words(forecast)}".strip()


def run_words(run: RunView | None) -> str:
    """Return how far a run is: `OPRO: 12 of 40 new prompts`; why it stands still, if it does."""
    if run is None:
        return tr("No method has begun yet.")
    title = tr(run.title)
    if run.steps:
        so_far = tr(
            "{method}: {step:,} of {steps:,} new prompts",
            method=title,
            step=run.step,
            steps=run.steps,
        )
    else:
        so_far = tr_n(
            "{method}: {n:,} new prompt", "{method}: {n:,} new prompts", run.step, method=title
        )
    if run.finished:
        return tr("{so_far}. Ended: {reason}.", so_far=so_far, reason=tr(run.stop_reason))
    return f"{so_far}. {tr(run.blocked)}" if run.blocked else f"{so_far}."
