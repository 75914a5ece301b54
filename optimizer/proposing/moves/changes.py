"""How much of a text was changed."""

from __future__ import annotations

from optimizer.word_count import split_words


def changed_words(old: str, new: str) -> int:
    """Return how many words must be put in, taken out or exchanged to make one text the other.

    Args:
        old: The text before.
        new: The text after.
    """
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(split_words(old), split_words(new)))
