"""The report on a bug of ours: what is in it, and what stays out of it; Qt-free."""

from __future__ import annotations

import platform
import re
from pathlib import Path

from app.hidden import without_keys
from optimizer import __version__

LEFT_OUT = "(what it says is left out: it may quote your texts)"
LOG_LINES = 200
_HEADS = ("Traceback (most recent call last)", "During handling of", "The above exception")
_LOG_ENTRY = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S*) (\w+) (\S+):")


def report_text(
    summary: str, trace: str, *, with_message: bool = False, log: str | None = None
) -> str:
    """Return the report as it would be copied or saved.

    Args:
        summary: What happened, in a line; it may quote the error.
        trace: The traceback.
        with_message: Whether what the error itself says is in it.
        log: The last lines of the log; None to leave them out.
    """
    lines = [
        f"PairTune {__version__}, Python {platform.python_version()}, {platform.platform()}",
        "",
    ]
    if with_message:
        lines += [summary, ""]
    lines.append(_hidden(trace if with_message else without_messages(trace)))
    if log is not None:
        lines += ["", "Last lines of the log:", _hidden(log)]
    return "\n".join(lines).rstrip() + "\n"


def without_messages(trace: str) -> str:
    """Return a traceback with the places and the kinds of its errors, without what they say."""
    kept: list[str] = []
    told = False  # whether the error was named: what follows up to the next head is its message
    for line in trace.splitlines():
        if line.startswith(_HEADS):
            told = False
            kept.append(line)
        elif told:
            continue
        elif line.startswith(" ") or not line.strip():
            kept.append(line)
        else:
            told = True
            kind = re.match(r"[\w.]+", line)
            kept.append(f"{kind.group() if kind else 'Error'}: {LEFT_OUT}")
    return "\n".join(kept)


def last_lines(path: Path, lines: int = LOG_LINES) -> str:
    """Return the end of a file of text; empty when it cannot be read."""
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - 400 * lines))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def entries(text: str, levels: frozenset[str], wanted: str = "") -> str:
    """Return the entries of a log that are of some levels and hold a text.

    Args:
        text: The log; an entry may run over several lines.
        levels: Such as `ERROR`; none for all.
        wanted: What must stand in an entry, in any case.
    """
    found: list[list[str]] = []
    level = ""
    kinds: list[str] = []
    for line in text.splitlines():
        head = _LOG_ENTRY.match(line)
        if head is not None or not found:
            level = head.group(2) if head is not None else level
            found.append([])
            kinds.append(level)
        found[-1].append(line)
    needle = wanted.casefold()
    kept = (
        "\n".join(lines)
        for lines, kind in zip(found, kinds, strict=True)
        if (not levels or kind in levels)
    )
    return "\n".join(entry for entry in kept if needle in entry.casefold())


def _hidden(text: str) -> str:
    """Return a text without the person's name in paths and without anything like a key."""
    return without_keys(text.replace(str(Path.home()), "~"))
