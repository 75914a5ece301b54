"""Keeps keys out of what is written down or shown: the log, and reports on a fault."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(
    r"(?i)\b(sk|pk|rk|gsk|xai|hf|ghp|key|token|bearer|api[_-]?key)([-_=: \"']{1,3})[\w\-.]{8,}"
)


def without_keys(text: str) -> str:
    """Return a text in which all that looks like a key is starred."""
    return _SECRET.sub(r"\1\2***", text)


class KeylessFormatter(logging.Formatter):
    """Writes entries of a log without keys, also those that an error quotes."""

    def format(self, record: logging.LogRecord) -> str:
        return without_keys(super().format(record))
