"""What the ways of writing prompts are called where people read."""

from __future__ import annotations

from functools import cache

from optimizer.errors import MethodFault


@cache
def proposer_title(name: str) -> str:
    """Return how a proposer is called: like the method of its name, or its name in plain words.

    Args:
        name: The proposer's name as the record has it: `exemplar_selection`.
    """
    from optimizer.methods import find_method

    try:
        return find_method(name).title
    except MethodFault:
        words = name.replace("_", " ").strip()
        return words[:1].upper() + words[1:]
