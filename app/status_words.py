"""What the status bar says, in words; Qt-free."""

from __future__ import annotations

from app.figures import count, money
from app.forecast_words import forecast_words
from app.language import mark, tr
from optimizer.records import CallRole, RoleSpend
from optimizer.views import EngineState, Status

ROLE_NAMES = {
    CallRole.ANSWER: "answers",
    CallRole.WRITE: "writing",
    CallRole.JUDGE: "judging",
    CallRole.TEST: "tests",
}
_STATES = {
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
    """Return what the optimizer is at, with the reason when it stopped."""
    if status.state in (*STOPPED, EngineState.NOTHING_LEFT) and status.stop_reason:
        return f"{_STATES[status.state]}: {status.stop_reason}"
    if status.state in (EngineState.RUNNING, EngineState.WAITING) and status.activity:
        return status.activity
    return _STATES[status.state]


def spend_words(status: Status) -> str:
    """Return spend and cap in one short line; an unknown price is said, never counted as zero."""
    calls = sum(spend.calls for spend in status.spend.values())
    if not calls:
        return tr("No calls yet")
    tokens = sum(spend.tokens_in + spend.tokens_out for spend in status.spend.values())
    parts = [count(calls, "call"), f"{thousands(tokens)} tokens", _cost(status)]
    return " · ".join(part for part in parts if part)


def spend_details(status: Status) -> str:
    """Return one line for each role, and the caps."""
    lines = [
        f"{ROLE_NAMES[role].capitalize()}: {_role_words(spend)}"
        for role, spend in status.spend.items()
        if spend.calls or spend.failed_calls
    ]
    caps = status.caps
    limits = [
        f"{caps.cost_usd:g} USD" if caps.cost_usd is not None else "",
        count(caps.calls, "call") if caps.calls is not None else "",
        f"{thousands(caps.tokens)} tokens" if caps.tokens is not None else "",
        count(caps.votes, "vote") if caps.votes is not None else "",
    ]
    told = ", ".join(limit for limit in limits if limit)
    lines.append(f"Caps: {told}" if told else tr("No caps are set."))
    lines += [forecast_words(status.forecast)] if status.forecast else []
    lines += [status.caution] if status.caution else []
    return "\n".join(lines)


def thousands(number: int) -> str:
    """Return a large number in short: `11.1k`, `2.3M`."""
    if number < 10_000:
        return f"{number:,}"
    return f"{number / 1000:.1f}k" if number < 1_000_000 else f"{number / 1_000_000:.1f}M"


def _cost(status: Status) -> str:
    cost = sum(spend.cost_usd for spend in status.spend.values())
    unpriced = sum(spend.unpriced_calls for spend in status.spend.values())
    cap = status.caps.cost_usd
    if unpriced and not cost:
        text = tr("price unknown")
    elif not cost and cap is None:
        return "free"
    else:
        text = money(cost) + (f" + {count(unpriced, 'call')} unpriced" if unpriced else "")
    return f"{text} of {money(cap)}" if cap is not None else text


def _role_words(spend: RoleSpend) -> str:
    words = (
        f"{count(spend.calls, 'call')}, {thousands(spend.tokens_in)} tokens in, "
        f"{thousands(spend.tokens_out)} out, {money(spend.cost_usd)}"
    )
    if spend.unpriced_calls:
        words += f", price unknown for {count(spend.unpriced_calls, 'call')}"
    if spend.failed_calls:
        words += f", {spend.failed_calls} failed"
    return words
