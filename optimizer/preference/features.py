"""Features of prompts from their words, for telling alike prompts of an imported pool."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np

from optimizer.preference.arrays import FloatArray

DIMENSIONS = 512
_WORD = re.compile(r"\w+")


def ngram_features(texts: Sequence[str], dimensions: int = DIMENSIONS) -> FloatArray:
    """Hash words and pairs of words into vectors of length one.

    Args:
        texts: one text per prompt.
        dimensions: length of the vectors.

    Returns:
        Shape (K, dimensions); the same text always gives the same vector, on every machine.
        Words that every text holds carry no weight.
    """
    features = np.zeros((len(texts), dimensions))
    for row, text in enumerate(texts):
        for gram in _grams(text):
            code = crc32(gram.encode())
            # One bit for the sign: collisions then cancel on average instead of adding up.
            features[row, code % dimensions] += 1.0 if code & 0x80000000 else -1.0
    features = np.sign(features) * np.log1p(np.abs(features))
    features -= features.mean(axis=0)
    length = np.linalg.norm(features, axis=1, keepdims=True)
    return np.asarray(features / np.maximum(length, 1e-12))


def _grams(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    yield from words
    for one, two in pairwise(words):
        yield f"{one} {two}"
