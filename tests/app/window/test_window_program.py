"""What the program does about a bug of its own in the window's thread."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from app.window.window_program import _tell_bug
from tests.app.conftest import Bench


def test_a_bug_is_told_without_what_it_quotes(bench: Bench) -> None:
    windows = cast(Any, SimpleNamespace(active=bench.window))
    bug = ValueError("cannot show 'my dog ate the router'")
    _tell_bug(windows, ValueError, bug, None)
    (text,) = bench.window.messages.texts
    assert "ValueError in the window" in text
    assert "Your project is intact" in text
    assert "router" not in text


def test_an_interrupt_is_no_bug(bench: Bench) -> None:
    windows = cast(Any, SimpleNamespace(active=bench.window))
    _tell_bug(windows, KeyboardInterrupt, KeyboardInterrupt(), None)
    assert bench.window.messages.texts == ()
