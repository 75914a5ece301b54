"""How values become columns: JSON, times, and text that SQLite can hold."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any


def utc_now() -> str:
    """Return the time as UTC, ISO 8601, to the millisecond; such texts sort by time."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_json(value: object) -> str:
    """Return the JSON text of a column; the order of keys is kept."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if _encodable(text) else json.dumps(value, separators=(",", ":"))


def from_json(text: str) -> Any:
    """Return the value of a JSON column."""
    return json.loads(text)


def plain(value: object) -> object:
    """Return a value that a column can hold; half a surrogate pair becomes a replacement mark."""
    if isinstance(value, str) and not _encodable(value):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def to_body(text: str) -> str | bytes:
    """Return a text without loss; the rare one that is not valid Unicode goes in as bytes."""
    return text if _encodable(text) else text.encode("utf-8", "surrogatepass")


def from_body(body: str | bytes) -> str:
    """Return the text that `to_body` was given."""
    return body if isinstance(body, str) else body.decode("utf-8", "surrogatepass")


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
