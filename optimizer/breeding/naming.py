"""Short readable names for candidates: a letter for the generation, a number within it."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.records import Candidate

START_HANDLE = "Start"
_FIRST = ord("B")
_LETTERS = 25


def generation(parents: Sequence[str], candidates: Sequence[Candidate]) -> int:
    """Return how many steps a child of these parents is away from a root.

    Args:
        parents: Ids of the parents; none for a root.
        candidates: The pool, parents before children.
    """
    depth: dict[str, int] = {}
    for candidate in candidates:
        depth[candidate.id] = 1 + max((depth.get(p, -1) for p in candidate.parents), default=-1)
    return 1 + max((depth.get(parent, -1) for parent in parents), default=-1)


def new_handle(parents: Sequence[str], candidates: Sequence[Candidate]) -> str:
    """Return a handle that no candidate bears yet, such as `B3`.

    Args:
        parents: Ids of the parents of the new candidate.
        candidates: The pool so far, parents before children.

    Returns:
        `Start` for the first prompt of a project; otherwise the letter of the generation (children
        of the start prompt are B) and the next free number.
    """
    if not candidates:
        return START_HANDLE
    letters = _letters(max(generation(parents, candidates), 1))
    taken = {candidate.handle for candidate in candidates}
    number = 1
    while f"{letters}{number}" in taken:
        number += 1
    return f"{letters}{number}"


def _letters(depth: int) -> str:
    rounds, place = divmod(depth - 1, _LETTERS)
    return chr(_FIRST + place) * (rounds + 1)
