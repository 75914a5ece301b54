"""Numbers on the command line: what is none, or out of its range, is refused with its range."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeVar

from app.language import tr

_Number = TypeVar("_Number", int, float)


def positive(text: str) -> int:
    """Return a whole number of 1 or more."""
    return _number(int, text, lambda n: n >= 1, tr("{text} is not 1 or more", text=text))


def count(text: str) -> int:
    """Return a whole number of 0 or more."""
    return _number(int, text, lambda n: n >= 0, tr("{text} is not 0 or more", text=text))


def money(text: str) -> float:
    """Return an amount in US dollars."""
    wrong = tr("{text} is no amount of money", text=text)
    return _number(float, text, lambda n: 0 <= n < float("inf"), wrong)


def share(text: str) -> float:
    """Return a share that leaves something for others."""
    wrong = tr("{text} is not from 0 to below 1, such as 0.3", text=text)
    return _number(float, text, lambda n: 0 <= n < 1, wrong)


def distance(text: str) -> float:
    """Return a distance between prompts, from 0 to 1."""
    wrong = tr("{text} is not from 0 to 1, such as 0.1", text=text)
    return _number(float, text, lambda n: 0 <= n <= 1, wrong)


def _number(
    kind: Callable[[str], _Number], text: str, fits: Callable[[_Number], bool], wrong: str
) -> _Number:
    try:
        number = kind(text)
    except ValueError:
        raise argparse.ArgumentTypeError(wrong) from None
    # No comparison holds for what is not a number, as `nan`.
    if not fits(number):
        raise argparse.ArgumentTypeError(wrong)
    return number
