"""Values of any kind as text."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from datetime import time as clock

NESTED = (dict, list, tuple, set)


class ExactFloat(float):
    """A number that remembers how it was written."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> ExactFloat:
        made = super().__new__(cls, text)
        made.text = text
        return made


def cell_text(value: object) -> str:
    """Return a value as the text that the prompt gets; what is missing is empty.

    Args:
        value: What JSON, Parquet or Excel hold. Nested values become JSON.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return whole_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, ExactFloat):
        return "" if math.isnan(value) else value.text
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    if isinstance(value, datetime) and value.timetz() == clock.min:
        return value.date().isoformat()
    if isinstance(value, date | clock):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, NESTED):
        return whole_text(json.dumps(value, ensure_ascii=False, default=cell_text))
    return str(value)


def whole_text(text: str) -> str:
    """Return text in which halves of surrogate pairs, which no file can hold, are replaced."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
