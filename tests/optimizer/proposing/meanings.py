"""A made-up embedding model: a text's meaning is how warm and how brief it asks to be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

AXES = (
    ("warm", "kind", "friendly", "hearty"),
    ("cold", "stern", "harsh", "icy"),
    ("short", "brief", "terse"),
)


def meaning(text: str) -> NDArray[np.float32]:
    """Return the vector of a text, of length one."""
    words = re.findall(r"\w+", text.casefold())
    counts = [sum(word.startswith(axis) for word in words) for axis in AXES]
    vector = np.array([*counts, 0.5], dtype=np.float32)
    return vector / np.linalg.norm(vector)


class Meanings:
    """An `Embedder` that keeps what it was asked.

    Args:
        dumb: It answers nothing.
    """

    def __init__(self, *, dumb: bool = False) -> None:
        self.asked: list[str] = []
        self._dumb = dumb

    def vectors(self, texts: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
        """Return the meanings of texts."""
        self.asked += texts
        return {} if self._dumb else {text: meaning(text) for text in texts}
