"""Numbered steps inside a prompt's text."""

from __future__ import annotations

import re

# After the marks of Chinese and Japanese stands no blank.
_STEP = re.compile(
    r"^(?P<mark>[ \t]*(?:step[ \t]+)?\d{1,2}(?:[.):][ \t]+|[、．）][ \t]*))",
    re.MULTILINE | re.IGNORECASE,
)
FEWEST = 2


def steps_of(text: str) -> list[str]:
    """Return the numbered steps of a text without their numbers; fewer than two are none.

    Args:
        text: A step ends before the next one or at a blank line.
    """
    spans = _spans(text)
    return [text[start:end].strip() for start, end in spans] if len(spans) >= FEWEST else []


def with_step(text: str, place: int, step: str) -> str:
    """Return the text with one step exchanged; everything else stays letter by letter.

    Args:
        text: A text with steps.
        place: Which one, from 0 on.
        step: Its new words, on one line.
    """
    start, end = _spans(text)[place]
    own = text[start:end]
    tail = own[len(own.rstrip()) :]
    fresh = _STEP.sub("", " ".join(step.split()), count=1)
    return text[:start] + fresh + tail + text[end:]


def _spans(text: str) -> list[tuple[int, int]]:
    marks = list(_STEP.finditer(text))
    spans = []
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        blank = text.find("\n\n", mark.end(), end)
        spans.append((mark.end(), blank if blank >= 0 else end))
    return spans
