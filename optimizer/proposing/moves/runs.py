"""Runs of words: pieces of a text of about so many words, in any script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from optimizer.word_count import UNSPACED

_MARKS = "\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff61-\uff65"
_LETTERS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Burmese, Khmer: letters with neither blanks nor signs of a whole word."""

_PIECE = re.compile(
    rf"(?P<sign>[{UNSPACED}{_MARKS}])|(?P<letter>[{_LETTERS}])|[^\s{UNSPACED}{_MARKS}{_LETTERS}]+"
)
_UNSPACED = re.compile(rf"[{UNSPACED}{_MARKS}{_LETTERS}]")
# About two signs of Chinese or Japanese make a word of other languages, and five letters of Thai.
_WORD = 10
_WEIGHTS = {"sign": _WORD // 2, "letter": _WORD // 5}


def flat(text: str) -> str:
    """Return a text in small letters with single blanks, as its runs are cut out of it."""
    return " ".join(text.casefold().split())


def runs(text: str, words: int) -> Iterator[str]:
    """Yield every run of so many words, as it stands in the flat text.

    Where blanks part words, these are as many words in a row.

    Args:
        text: Any text.
        words: How many words a run has; one at least.
    """
    whole = flat(text)
    pieces = _pieces(whole)
    end = weight = 0
    for begins, _, own in pieces:
        while end < len(pieces) and weight < words * _WORD:
            weight += pieces[end][2]
            end += 1
        if weight < words * _WORD:
            return
        yield whole[begins : pieces[end - 1][1]]
        weight -= own


def bounded(run: str) -> str:
    """Return a run as it is looked for in a flat text between blanks: a word at its edge is whole.

    Args:
        run: A run, see `runs`.
    """
    before, after = ("" if _UNSPACED.match(edge) else " " for edge in (run[0], run[-1]))
    return f"{before}{run}{after}"


def first_words(text: str, words: int) -> str:
    """Return so many words from the beginning of a text, with single blanks.

    Args:
        text: Any text.
        words: How many; a shorter text is returned whole.
    """
    whole = " ".join(text.split())
    pieces = _pieces(whole)
    weights = accumulate(weight for _, _, weight in pieces)
    ends = (end for (_, end, _), sum_ in zip(pieces, weights, strict=True) if sum_ >= words * _WORD)
    return whole[: next(ends, len(whole))]


def is_longer(text: str, words: int) -> bool:
    """Return whether a text has more than so many words."""
    return sum(weight for _, _, weight in _pieces(text)) > words * _WORD


def _pieces(text: str) -> list[tuple[int, int, int]]:
    """Return where each word, sign or letter begins and ends, and what it weighs."""
    return [
        (match.start(), match.end(), _WEIGHTS.get(match.lastgroup or "", _WORD))
        for match in _PIECE.finditer(text)
    ]
