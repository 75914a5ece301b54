"""Structured prompts: named sections under headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_HEADING = re.compile(r"^#{1,4}[ \t]+(?P<name>[^\n#]+?)[ \t]*:?[ \t]*#*$", re.MULTILINE)
_COMMA = re.compile("[,，、]")
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
    # What stands under a heading that comes twice belongs to one section.
    marks = [m for m in _HEADING.finditer(text) if m["name"].casefold() in known]
    found: dict[str, str] = {}
    head = text[: marks[0].start()] if marks else text
    if head.strip():
        found[PREAMBLE] = head.strip()
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        name, body = known[mark["name"].casefold()], text[mark.end() : end].strip()
        found[name] = f"{found.get(name, '')}\n\n{body}".strip()
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
    """Return the different names in a list apart by commas, in small letters."""
    names = (name.strip().lower() for name in _COMMA.split(listed))
    return list(dict.fromkeys(name for name in names if name))
