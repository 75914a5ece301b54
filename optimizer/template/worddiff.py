"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# Chinese and Japanese have no blanks between words, so each of their characters stands alone.
JOINED = r"\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{JOINED}]|[^\W{JOINED}]+|\s+|[^\w\s]")

Kind = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A piece of text that stayed, came or went."""

    kind: Kind
    text: str


def word_diff(old: str, new: str) -> tuple[DiffPart, ...]:
    """Return the change from one text to another as pieces.

    Args:
        old: The text before.
        new: The text after.

    Returns:
        Pieces in reading order, none empty. The kept and removed ones together are the old text,
        the kept and added ones the new text; of a change, what was removed stands first.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    raw: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        kept = "".join(before[i1:i2])
        raw.append((kept, kept) if tag == "equal" else (kept, "".join(after[j1:j2])))
    return tuple(_parts(_merged(raw)))


def _merged(raw: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the steps with a blank between two changes made part of one change."""
    steps: list[tuple[str, str]] = []
    for position, (was, now) in enumerate(raw):
        lone_blank = was == now and was.isspace() and 0 < position < len(raw) - 1
        if steps and steps[-1][0] != steps[-1][1] and (was != now or lone_blank):
            steps[-1] = (steps[-1][0] + was, steps[-1][1] + now)
        else:
            steps.append((was, now))
    return steps


def _parts(steps: Iterable[tuple[str, str]]) -> Iterable[DiffPart]:
    for was, now in steps:
        if was == now:
            if was:
                yield DiffPart("same", was)
            continue
        if was:
            yield DiffPart("removed", was)
        if now:
            yield DiffPart("added", now)
