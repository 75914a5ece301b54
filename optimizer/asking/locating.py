"""Where the prompts of a pool stand beside each other, found once for the same pool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.preference.arrays import FloatArray
from optimizer.proposing.moves.hack_opinion import instructions
from optimizer.proposing.moves.space import space
from optimizer.records import Prompt


class Locating:
    """Keeps the points of the prompts that duels are chosen from."""

    def __init__(self) -> None:
        self._basis: tuple[object, ...] = ()
        self._points: FloatArray = np.zeros((0, 0))

    def points(
        self, prompts: Sequence[Prompt], vectors: Mapping[str, NDArray[np.float32]]
    ) -> FloatArray:
        """Return one unit vector per prompt: the named model's where it knows all, else of words.

        Args:
            prompts: The prompts.
            vectors: What a named embedding model made of texts.
        """
        basis = (*(prompt.id for prompt in prompts), len(vectors))
        if basis != self._basis:
            self._points = space(vectors, prompts, instructions).points(prompts)
            self._basis = basis
        return self._points
