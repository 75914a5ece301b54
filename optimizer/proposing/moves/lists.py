"""Reading lists out of a writer's free text."""

from __future__ import annotations

import re

_ITEM = re.compile(
    r"^[\s*_#]*(?:(?:\d{1,2}[.):]|[-•*])[\s*_]+|\d{1,2}[、．）][\s*_]*)", re.MULTILINE
)


def items(text: str) -> list[str]:
    """Return the items of a numbered or bulleted list, each with the lines that belong to it.

    Args:
        text: What a model answered; what stands before the first item is left out.

    Returns:
        The items without their marks; the whole text as the only one when it is no list.
    """
    starts = list(_ITEM.finditer(text))
    if not starts:
        return [text.strip()] if text.strip() else []
    ends = [*(start.start() for start in starts[1:]), len(text)]
    found = [text[start.end() : end].strip() for start, end in zip(starts, ends, strict=True)]
    # A blank line ends an item: what follows it is about the list as a whole.
    return [item.split("\n\n")[0].strip() for item in found if item]
