"""What the ways of writing prompts are called where people read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache


@cache
def known_titles() -> Mapping[str, str]:
    """Return what every method is called, those of other packages too; reads all of them, once."""
    from optimizer.methods import load_catalogue

    return {name: method.title for name, method in load_catalogue().methods.items()}


@cache
def proposer_title(name: str) -> str:
    """Return how a proposer is called: like the method of its name, or its name in plain words.

    Args:
        name: The proposer's name as the record has it: `exemplar_selection`.
    """
    from optimizer.methods import find_own

    # Reading one of our own takes less than reading all, unless all are read already.
    own = find_own(name) if not known_titles.cache_info().currsize else None
    if own is not None:
        return own.title
    words = name.replace("_", " ").strip()
    return known_titles().get(name, words[:1].upper() + words[1:])
