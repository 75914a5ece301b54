"""How far a prompt has moved from where the tuning began."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.proposing.moves.vectors import distance
from optimizer.records import Prompt, Snapshot


@dataclass(frozen=True, slots=True)
class Drift:
    """Distances from 0 (the same words) to 1 (no word shared).

    Attributes:
        start: From the start prompt.
        task: From the task's description and criteria; None where there are none.
    """

    start: float
    task: float | None


def drift(snapshot: Snapshot, prompt: Prompt) -> Drift:
    """Return how far a prompt is from the start prompt and from what the task says.

    Distances are of word n-grams; no embedding model is needed.

    Args:
        snapshot: The pool: its start prompt and its task.
        prompt: Any prompt.
    """
    own = _words(prompt)
    said = f"{snapshot.task.description}\n{snapshot.task.criteria}".strip()
    return Drift(
        start=distance(_words(snapshot.start.prompt), own),
        task=distance(said, own) if said else None,
    )


def _words(prompt: Prompt) -> str:
    return f"{prompt.system}\n{prompt.instruction}".strip()
