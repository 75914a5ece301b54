"""Words as they are counted, also where no spaces stand between them."""

from __future__ import annotations

import re

UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""The signs of Chinese and Japanese, for a class of a pattern: each counts as a word."""

LETTER = rf"[^\W{UNSPACED}]"
"""The pattern of a letter or digit that is no such sign."""

_WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")
_LETTER = re.compile(LETTER)
_BARE = re.compile(rf"[{UNSPACED}]|{LETTER}+")


def split_words(text: str) -> list[str]:
    """Return the words of a text with the marks that stand beside them; any case.

    Args:
        text: What has no sign of Chinese or Japanese is split at its white space.
    """
    return _WORD.findall(text)


def bare_words(text: str) -> list[str]:
    """Return the words of a text without any marks; a sign of Chinese or Japanese is one."""
    return _BARE.findall(text)


def whole_word(word: str) -> str:
    """Return a pattern that finds a word, or several, where they are no part of a longer one.

    Only where it begins or ends in a letter can it be a part: a mark ends the word before it, and a
    sign of Chinese or Japanese stands beside a word without a blank.

    Args:
        word: The word; blanks, hyphens and underscores in it stand for each other.
    """
    before = f"(?<!{LETTER})" if _LETTER.match(word[:1]) else ""
    after = f"(?!{LETTER})" if _LETTER.match(word[-1:]) else ""
    spaced = r"[\s_-]+".join(map(re.escape, re.split(r"[\s_-]+", word)))
    return f"{before}{spaced}{after}"
