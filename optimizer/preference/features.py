"""Features of prompts from their words, for telling alike prompts of an imported pool."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

import numpy as np

from optimizer.preference.arrays import FloatArray
from optimizer.word_count import bare_words

DIMENSIONS = 512


def hashed(text: str, dimensions: int = DIMENSIONS) -> FloatArray:
    """Return how often a text holds words and pairs of words, by their hash and damped.

    Args:
        text: any text.
        dimensions: length of the vector.

    Returns:
        Shape (dimensions,); the same text always gives the same, on every machine.
    """
    counts = np.zeros(dimensions)
    for gram in _grams(text):
        code = crc32(gram.encode())
        # One bit for the sign: collisions then cancel on average instead of adding up.
        counts[code % dimensions] += 1.0 if code & 0x80000000 else -1.0
    return np.asarray(np.sign(counts) * np.log1p(np.abs(counts)))


def centred(hashes: FloatArray) -> FloatArray:
    """Return the features of texts: words that every text holds carry no weight.

    Args:
        hashes: one row per text, see `hashed`; shape (K, dimensions).

    Returns:
        Rows of length one, of the same shape.
    """
    features = hashes - hashes.mean(axis=0)
    length = np.linalg.norm(features, axis=1, keepdims=True)
    return np.asarray(features / np.maximum(length, 1e-12))


def _grams(text: str) -> Iterator[str]:
    words = bare_words(text.lower())
    yield from words
    for one, two in pairwise(words):
        yield f"{one} {two}"
