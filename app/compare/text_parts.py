"""A huge text in parts that are quick to show, and lines that are quick to lay out; Qt-free."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise

PART_WEIGHT = 60_000  # of one part: some 10,000 words, laid out in some 10 ms
LINE_WEIGHT = 40  # letters that take Qt as long as beginning a line does
LONGEST_LINE = 8_000  # characters; Qt takes four times as long for a line of twice the length
NEAR = 300  # characters within which a gap between words is looked for
BACK = 64  # characters that one sign for the reader may consist of

Range = tuple[int, int]
_LONG = re.compile(rf"[^\n]{{{LONGEST_LINE + 1},}}")
_FENCE = re.compile("^ {0,3}(`{3,}|~{3,})(.*)$", re.MULTILINE)
_JOINER = "\u200d"


def plain_weight(text: str) -> int:
    """Return what showing a text costs, in Latin letters."""
    return _script_weight(text) + LINE_WEIGHT * text.count("\n")


def _script_weight(text: str) -> int:
    """Return what laying out the signs of a text costs, in Latin letters."""
    # The more bytes a sign has, the more Qt has to do: shape it, look for a font that has it.
    return 3 * len(text.encode("utf-8", "surrogatepass")) - 2 * len(text)


def part_starts(
    text: str, weigh: Callable[[str], int] = plain_weight, most: int = PART_WEIGHT
) -> tuple[int, ...]:
    """Return where the parts of a text begin.

    Args:
        text: Any text.
        weigh: What showing a piece costs.
        most: The most that a part may cost.

    Returns:
        Rising places, 0 first. Parts end after a line where there is one, else between words.
    """
    starts = [0]
    size = most
    while True:
        end = _end(text, starts[-1], min(most, 2 * size), weigh, most)
        size = end - starts[-1]  # the next part is much like this one
        if end >= len(text):
            return tuple(starts)
        starts.append(end)


def broken(text: str) -> tuple[str, tuple[int, ...]]:
    """Break the lines that are too long to lay out.

    Args:
        text: Lines that end with a newline.

    Returns:
        The text with more newlines in it, and the places in the old text where they stand.
    """
    joints: list[int] = []
    for line in _LONG.finditer(text):
        at = line.start()
        while line.end() - at > LONGEST_LINE:
            at = _gap(text, at, at + LONGEST_LINE)
            joints.append(at)
    if not joints:
        return text, ()
    edges = [0, *joints, len(text)]
    pieces = (text[start:end] for start, end in pairwise(edges))
    return "\n".join(pieces), tuple(joints)


def rejoined(text: str, joints: Sequence[int]) -> str:
    """Return a text whose lines were broken as it was before."""
    if not joints:
        return text
    breaks = [joint + count for count, joint in enumerate(joints)]
    edges = zip([-1, *breaks], [*breaks, len(text)], strict=True)
    return "".join(text[start + 1 : end] for start, end in edges)


def open_fence(text: str) -> str:
    """Return the fence of the block of code in which a text ends, as Markdown; empty for none."""
    fence = ""
    for found in _FENCE.finditer(text):
        mark = found.group(1)
        if not fence:
            fence = mark
        elif mark.startswith(fence) and not found.group(2).strip():
            fence = ""
    return fence


def with_joints(joints: Sequence[int], part: Range) -> Range:
    """Return where a part of a text stands once its lines were broken."""
    start, end = part
    return start + bisect_right(joints, start), end + bisect_left(joints, end)


def without_joints(joints: Sequence[int], at: int) -> int:
    """Return which place of the text stands at a place of its broken lines."""
    return at - bisect_left([joint + count for count, joint in enumerate(joints)], at)


def _end(text: str, start: int, size: int, weigh: Callable[[str], int], most: int) -> int:
    size = min(size, len(text) - start)
    weight = weigh(text[start : start + size])
    while weight > most and size > 1:
        size = max(1, min(size - 1, size * most // weight))
        weight = weigh(text[start : start + size])
    end = start + size
    if end == len(text):
        return end
    line = text.rfind("\n", end - size // 4, end)
    return line + 1 if line > start else _gap(text, start, end)


def _gap(text: str, start: int, end: int) -> int:
    """Return the last place before `end` between two words, or at least between two signs."""
    blank = text.rfind(" ", max(start, end - NEAR), end)
    if blank > start:
        return blank + 1
    for at in range(end, max(start, end - BACK), -1):
        if not _belongs(text, at):
            return at
    return end


def _belongs(text: str, at: int) -> bool:
    """Tell whether a character is a piece of the sign before it."""
    before, here = text[at - 1], text[at]
    return (
        _JOINER in (before, here)
        or unicodedata.category(here)[0] == "M"
        or "\U0001f3fb" <= here <= "\U0001f3ff"  # tones of skin
        or _is_second_of_flag(text, at)
        or (before, here) == ("\r", "\n")
    )


def _is_second_of_flag(text: str, at: int) -> bool:
    first = at
    while first >= 0 and "\U0001f1e6" <= text[first] <= "\U0001f1ff":
        first -= 1
    return first < at and (at - first) % 2 == 0
