"""Which words of two outputs the other one lacks; Qt-free, and quick whatever it is given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.language import tr
from optimizer.template.worddiff import JOINED

MOST_TOKENS = 12_000  # of both texts together; about 0.1 s
MOST_LETTERS = 150_000  # of both texts; more have too many tokens for sure, and take long to split
LEAST_SHARED = 0.12
_TOKEN = re.compile(rf"[{JOINED}]|[^\W{JOINED}]+|[^\w\s]")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Differences:
    """What is only in one of two texts, as ranges of code points, and a note for the reader.

    `note` is not empty when marking words would not help; there are no ranges then.
    """

    left: tuple[Range, ...] = ()
    right: tuple[Range, ...] = ()
    note: str = ""


def differences(left: str, right: str) -> Differences:
    """Compare two texts word by word; blanks do not count.

    Args:
        left: The one text.
        right: The other.

    Returns:
        Ranges in reading order that do not touch.
    """
    if len(left) + len(right) > MOST_LETTERS:
        return too_long()
    one = [match.span() for match in _TOKEN.finditer(left)]
    two = [match.span() for match in _TOKEN.finditer(right)]
    words_one = [left[start:end] for start, end in one]
    words_two = [right[start:end] for start, end in two]
    if words_one == words_two:
        return Differences(
            note=tr("The same words on both sides; only blanks or line ends differ.")
        )
    if len(one) + len(two) > MOST_TOKENS:
        return too_long()
    # In long texts common words are no anchors: comparing them all would take seconds.
    matcher = SequenceMatcher(None, words_one, words_two, autojunk=len(one) + len(two) > 600)
    blocks = matcher.get_matching_blocks()
    shared = sum(block.size for block in blocks)
    if shared < LEAST_SHARED * max(1, min(len(one), len(two))):
        return Differences(note=tr("Nearly everything differs, so no words are marked."))
    return Differences(
        _gaps(left, one, [(block.a, block.size) for block in blocks]),
        _gaps(right, two, [(block.b, block.size) for block in blocks]),
    )


def too_long() -> Differences:
    """Return what is said of texts that nobody would compare word by word."""
    return Differences(note=tr("Too long to compare word by word."))


def utf16_ranges(text: str, ranges: Sequence[Range]) -> tuple[Range, ...]:
    """Return ranges of code points as ranges of UTF-16 units, which is how Qt counts."""
    if text.isascii():
        return tuple(ranges)
    result, at, units = [], 0, 0
    for start, end in ranges:
        units += _units(text, at, start)
        first = units
        units += _units(text, start, end)
        at = end
        result.append((first, units))
    return tuple(result)


def _units(text: str, start: int, end: int) -> int:
    return len(text[start:end].encode("utf-16-le", "surrogatepass")) // 2


def _gaps(text: str, tokens: list[Range], blocks: list[tuple[int, int]]) -> tuple[Range, ...]:
    """Return the stretches between matching blocks, first word to last, none across a line end."""
    result: list[Range] = []
    at = 0
    for start, size in blocks:
        if start > at:
            result += _lines(text, tokens[at][0], tokens[start - 1][1])
        at = start + size
    return tuple(result)


def _lines(text: str, start: int, end: int) -> list[Range]:
    result = []
    for line in text[start:end].splitlines(keepends=True):
        words = line.strip()
        if words:
            first = start + line.index(words)
            result.append((first, first + len(words)))
        start += len(line)
    return result
