"""Prompts as points: by a named embedding model where it knows all of them, else by their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.proposing.moves.hack_opinion import instructions
from optimizer.proposing.moves.vectors import Vectors, vectors
from optimizer.protocols import Embedder
from optimizer.records import Prompt, Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """Where prompts are points.

    Attributes:
        known: Vectors of length one by the text of a prompt; empty where words are compared.
        words: What of a prompt is compared there.
    """

    known: Mapping[str, NDArray[np.float32]]
    words: Callable[[Prompt], str]

    @property
    def named(self) -> bool:
        """Whether a named embedding model says where prompts are."""
        return bool(self.known)

    def points(self, prompts: Sequence[Prompt]) -> Vectors:
        """Return one unit vector per prompt, shape (prompts, dimensions)."""
        if not self.known:
            return vectors([self.words(prompt) for prompt in prompts])
        return np.array([self.known[instructions(prompt)] for prompt in prompts], dtype=np.float64)


def space(
    vectors_of: Mapping[str, NDArray[np.float32]],
    prompts: Sequence[Prompt],
    words: Callable[[Prompt], str],
) -> Space:
    """Return the space of some prompts: the model's where it knows each of them.

    Args:
        vectors_of: What a named embedding model made of texts.
        prompts: All that are to be points.
        words: What of a prompt is compared where the model does not know all of them: likeness in
            meaning and likeness in words cannot be held against each other.
    """
    found = {text: vectors_of.get(text) for text in map(instructions, prompts)}
    known = {text: vector for text, vector in found.items() if vector is not None}
    same = len({len(vector) for vector in known.values()}) == 1
    return Space(known if same and len(known) == len(found) else {}, words)


def asked_space(
    snapshot: Snapshot,
    prompts: Sequence[Prompt],
    words: Callable[[Prompt], str],
    embedder: Embedder | None,
) -> Space:
    """Return the space of some prompts after asking the model for those that it does not know yet.

    Args:
        snapshot: The pool with the vectors that are known.
        prompts: All that are to be points.
        words: As for `space`.
        embedder: The named embedding model; None where there is none.
    """
    missing = {t for t in map(instructions, prompts) if t.strip() and t not in snapshot.vectors}
    fresh = embedder.vectors(sorted(missing)) if embedder is not None and missing else {}
    return space({**snapshot.vectors, **fresh}, prompts, words)
