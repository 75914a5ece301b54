"""Texts as vectors of hashed word n-grams: likeness without any model."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from optimizer.word_count import bare_words

Vectors = NDArray[np.float64]

DIMENSIONS = 512


def vectors(texts: Sequence[str], dimensions: int = DIMENSIONS) -> Vectors:
    """Return one unit vector per text, of its single words and pairs of words.

    The sign of each n-gram is hashed as well, so that n-grams that share a place cancel out on
    average: K. Weinberger et al., "Feature Hashing for Large Scale Multitask Learning" (2009).

    Args:
        texts: Any texts; one without a word becomes the zero vector.
        dimensions: The length of the vectors.

    Returns:
        An array of shape (texts, dimensions).
    """
    found = np.zeros((len(texts), dimensions))
    for row, text in enumerate(texts):
        for gram in _grams(text):
            code = crc32(gram.encode())
            found[row, code % dimensions] += 1.0 if code & 0x4000_0000 else -1.0
    found = np.sign(found) * np.log1p(np.abs(found))
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return found / np.where(lengths > 0, lengths, 1.0)


def distance(one: str, other: str) -> float:
    """Return the cosine distance of two texts, from 0 (the same words) to 1 (none shared)."""
    first, second = vectors([one, other])
    if not first.any() or not second.any():
        return float(first.any() != second.any())
    return float(np.clip(1.0 - first @ second, 0.0, 1.0))


def _grams(text: str) -> list[str]:
    words = bare_words(text.casefold())
    return [*words, *(f"{a} {b}" for a, b in pairwise(words))]
