"""Writing new prompts: one small file per proposer, all of the same shape."""

from __future__ import annotations

from optimizer.proposing.components import Components
from optimizer.proposing.critique import Critique
from optimizer.proposing.exemplars import Exemplars
from optimizer.proposing.layout import LayoutSearch
from optimizer.proposing.rephrase import Rephrase
from optimizer.proposing.shorten import Shorten
from optimizer.protocols import Proposer


def proposers() -> dict[str, Proposer]:
    """Return every proposer by its name, in the order of the round-robin."""
    return {
        proposer.name: proposer
        for proposer in (
            LayoutSearch(),
            Components(),
            Critique(),
            Exemplars(),
            Rephrase(),
            Shorten(),
        )
    }
