"""How far a prompt has moved from where the tuning began."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.proposing.moves.hack_opinion import instructions
from optimizer.proposing.moves.likeness import apart
from optimizer.records import Prompt, Snapshot, Task


@dataclass(frozen=True, slots=True)
class Drift:
    """Distances from 0 (the same) to 1 (nothing in common).

    Attributes:
        start: From the start prompt.
        task: From the task's description and criteria; None where there are none.
    """

    start: float
    task: float | None


def drift(snapshot: Snapshot, prompt: Prompt) -> Drift:
    """Return how far a prompt is from the start prompt and from what the task says.

    Distances are those of the named embedding model, or of word n-grams (see `apart`).

    Args:
        snapshot: The pool: its start prompt and its task.
        prompt: Any prompt.
    """
    own, said = instructions(prompt), said_of(snapshot.task)
    return Drift(
        start=apart(snapshot, instructions(snapshot.start.prompt), own),
        task=apart(snapshot, said, own) if said else None,
    )


def said_of(task: Task) -> str:
    """Return what the task says in words; may be empty."""
    return f"{task.description}\n{task.criteria}".strip()
