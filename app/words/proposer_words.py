"""What the ways of writing prompts are called where people read; Qt-free."""

from __future__ import annotations

from app.language import tr
from optimizer.reports import titles


def proposer_title(name: str) -> str:
    """Return how a proposer is called, in the person's language.

    Args:
        name: The proposer's name as the record has it: `exemplar_selection`.
    """
    return tr(titles.proposer_title(name))
