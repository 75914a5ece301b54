"""Words as they are counted, also where no spaces stand between them."""

from __future__ import annotations

import re

UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""The signs of Chinese and Japanese, for a class of a pattern: each counts as a word."""

_WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")


def split_words(text: str) -> list[str]:
    """Return the words of a text with the marks that stand beside them; any case.

    Args:
        text: What has no sign of Chinese or Japanese is split at its white space.
    """
    return _WORD.findall(text)
