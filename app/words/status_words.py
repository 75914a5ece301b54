"""What the status bar says, in words; Qt-free."""

from __future__ import annotations

from app.language import mark, tr, tr_n
from app.words.figures import money, whole
from app.words.forecast_words import forecast_words
from optimizer.records import CallRole, RoleSpend
from optimizer.views import EngineState, Status

ROLE_NAMES = {
    CallRole.ANSWER: mark("Answers"),
    CallRole.WRITE: mark("Writing"),
    CallRole.JUDGE: mark("Judging"),
    CallRole.TEST: mark("Tests"),
    CallRole.EMBED: mark("Likeness"),
}
STATES = {
    EngineState.STARTING: mark("Starting"),
    EngineState.WAITING: mark("Making outputs"),
    EngineState.RUNNING: mark("At work"),
    EngineState.IDLE: mark("Waiting for your vote"),
    EngineState.PAUSED: mark("Paused"),
    EngineState.CAP_REACHED: mark("Cap reached"),
    EngineState.OFFLINE: mark("Offline"),
    EngineState.NOTHING_LEFT: mark("Nothing left to compare"),
    EngineState.READ_ONLY: mark("Read-only"),
    EngineState.CLOSED: mark("Closed"),
}
STOPPED = (EngineState.PAUSED, EngineState.CAP_REACHED, EngineState.OFFLINE)


def state_words(status: Status) -> str:
    """Return what the optimizer is at, with the reason when it stopped, and what to know of it."""
    return " · ".join([_state_words(status), *(tr(note) for note in status.notes)])


def _state_words(status: Status) -> str:
    if status.state in (*STOPPED, EngineState.NOTHING_LEFT) and status.stop_reason:
        return f"{tr(STATES[status.state])}: {tr(status.stop_reason)}"
    if status.state in (EngineState.RUNNING, EngineState.WAITING) and status.activity:
        return tr(status.activity)
    return tr(STATES[status.state])


def spend_words(status: Status) -> str:
    """Return spend and cap in one short line; an unknown price is said, never counted as zero."""
    calls = sum(spend.calls for spend in status.spend.values())
    if not calls:
        return tr("No calls yet")
    tokens = sum(spend.tokens_in + spend.tokens_out for spend in status.spend.values())
    parts = [_calls(calls), _tokens(tokens), _cost(status)]
    return " · ".join(part for part in parts if part)


def spend_details(status: Status) -> str:
    """Return one line for each role, and the caps."""
    lines = [
        f"{tr(ROLE_NAMES[role])}: {_role_words(spend)}"
        for role, spend in status.spend.items()
        if spend.calls or spend.failed_calls
    ]
    caps = status.caps
    limits = [
        tr("{amount:g} USD", amount=caps.cost_usd) if caps.cost_usd is not None else "",
        _calls(caps.calls) if caps.calls is not None else "",
        _tokens(caps.tokens) if caps.tokens is not None else "",
        tr_n("{n:,} vote", "{n:,} votes", caps.votes) if caps.votes is not None else "",
    ]
    told = ", ".join(limit for limit in limits if limit)
    lines.append(tr("Caps: {caps}", caps=told) if told else tr("No caps are set."))
    lines += [forecast_words(status.forecast)] if status.forecast else []
    lines += [tr(status.caution)] if status.caution else []
    return "\n".join(lines)


def thousands(number: int) -> str:
    """Return a large number in short: `11.1k`, `2.3M`."""
    if number < 10_000:
        return whole(number)
    if number < 1_000_000:
        return tr("{n:.1f}k", n=number / 1000)
    return tr("{n:.1f}M", n=number / 1_000_000)


def _calls(calls: int) -> str:
    return tr_n("{n:,} call", "{n:,} calls", calls)


def _tokens(tokens: int) -> str:
    return tr("{n} tokens", n=thousands(tokens))


def _cost(status: Status) -> str:
    cost = sum(spend.cost_usd for spend in status.spend.values())
    unpriced = sum(spend.unpriced_calls for spend in status.spend.values())
    cap = status.caps.cost_usd
    if unpriced and not cost:
        text = tr("price unknown")
    elif not cost and cap is None:
        return tr("free")
    else:
        text = money(cost)
        if unpriced:
            text = tr_n(
                "{cost} + {n:,} call unpriced",
                "{cost} + {n:,} calls unpriced",
                unpriced,
                cost=text,
            )
    return text if cap is None else tr("{cost} of {cap}", cost=text, cap=money(cap))


def _role_words(spend: RoleSpend) -> str:
    parts = [
        _calls(spend.calls),
        tr("{n} tokens in", n=thousands(spend.tokens_in)),
        tr("{n} out", n=thousands(spend.tokens_out)),
        money(spend.cost_usd),
    ]
    if spend.unpriced_calls:
        unknown = tr_n(
            "price unknown for {n:,} call",
            "price unknown for {n:,} calls",
            spend.unpriced_calls,
        )
        parts.append(unknown)
    if spend.failed_calls:
        parts.append(tr("{n:,} failed", n=spend.failed_calls))
    return ", ".join(parts)
