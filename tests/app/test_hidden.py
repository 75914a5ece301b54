"""Keys stay out of the log, also where an error quotes them."""

from __future__ import annotations

import logging
import sys

from app.hidden import KeylessFormatter, without_keys

KEY = "sk-ant-api03-NotARealKeyAtAll1234567890"


def test_what_looks_like_a_key_is_starred() -> None:
    assert without_keys(f"refused: api_key={KEY}.") == "refused: api_key=***"
    assert without_keys("two keys were refused") == "two keys were refused"


def test_no_entry_of_the_log_holds_a_key() -> None:
    try:
        raise ValueError(f"Bearer {KEY} was refused")
    except ValueError:
        record = logging.LogRecord(
            "app", logging.ERROR, __file__, 1, "call with %s", (KEY,), sys.exc_info()
        )
    entry = KeylessFormatter("%(message)s").format(record)
    assert KEY not in entry
    assert "ValueError" in entry
