"""Words as they are counted, also where no spaces stand between them."""

from __future__ import annotations

import re

UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""The signs of Chinese and Japanese, for a class of a pattern: each counts as a word."""

LETTER = rf"[^\W{UNSPACED}]"
"""The pattern of a letter or digit that is no such sign."""

_WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")
_SIGN = re.compile(f"[{UNSPACED}]")
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


def whole_word(word: str, pattern: str = "") -> str:
    """Return a pattern that finds a word where it is no part of a longer one.

    A sign of Chinese or Japanese stands beside a word without a blank, and is no part of it.

    Args:
        word: The word.
        pattern: What finds it, if that is not its very letters.
    """
    before = "" if _SIGN.match(word[:1]) else f"(?<!{LETTER})"
    after = "" if _SIGN.match(word[-1:]) else f"(?!{LETTER})"
    return f"{before}{pattern or re.escape(word)}{after}"
