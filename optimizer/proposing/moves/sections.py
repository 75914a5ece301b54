"""Structured prompts: named sections under headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_HEADING = re.compile(r"^#{1,4}[ \t]+(?P<name>[^\n#]+?)[ \t]*:?[ \t]*#*$", re.MULTILINE)
PREAMBLE = ""


def sections_of(text: str, names: Sequence[str]) -> dict[str, str]:
    """Return the sections of a text by name, in its order.

    Args:
        text: A prompt's text.
        names: Which headings begin a section; others belong to the section they stand in.

    Returns:
        What stands before the first heading under the empty name, if there is anything; a text
        without headings is all of that.
    """
    known = {name.casefold(): name for name in names}
    marks = [m for m in _HEADING.finditer(text) if m["name"].casefold() in known]
    found: dict[str, str] = {}
    head = text[: marks[0].start()] if marks else text
    if head.strip():
        found[PREAMBLE] = head.strip()
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        found[known[mark["name"].casefold()]] = text[mark.end() : end].strip()
    return found


def tell_sections(sections: Mapping[str, str]) -> str:
    """Return sections as one text, each under its heading, those without words left out."""
    blocks = [
        f"# {name.capitalize()}\n{body}" if name else body
        for name, body in sections.items()
        if body.strip()
    ]
    return "\n\n".join(blocks)


def names_in(listed: str) -> list[str]:
    """Return the names in a list apart by commas, in small letters."""
    return [name.strip().casefold() for name in listed.split(",") if name.strip()]
