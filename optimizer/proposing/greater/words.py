"""The words of a prompt that may be replaced by others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

SLOT = "\ue000"
"""Stands where a word was; no text that people write has this character."""

_WORD = re.compile(r" ?\b[^\W\d_]{2,}\b")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """A word with the space before it, and where it stands in its text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The first place behind it."""
        return self.start + len(self.text)

    def replaced(self, text: str, by: str) -> str:
        """Return the text that it stands in with something else in its place."""
        return f"{text[: self.start]}{by}{text[self.end :]}"


def open_words(text: str, kept: Iterable[str]) -> list[Word]:
    """Return the words that may be replaced, in their order.

    Args:
        text: An instruction; its placeholders are left alone.
        kept: Texts that must stay as they are: locks, and the labels of the task.
    """
    closed = [match.span() for match in _PLACEHOLDER.finditer(text)]
    for each in kept:
        if each.strip():
            closed += [m.span() for m in re.finditer(re.escape(each), text, re.IGNORECASE)]
    words = [Word(match.group(), match.start()) for match in _WORD.finditer(text)]
    return [
        word
        for word in words
        if not any(start < word.end and word.start < end for start, end in closed)
    ]


def fits(word: str, instead: str) -> bool:
    """Return whether a token can stand where a word stood: a word of the same form.

    Args:
        word: The word with the space before it, if any.
        instead: The text of the token.
    """
    bare, old = instead.removeprefix(" "), word.removeprefix(" ")
    return (
        len(bare) > 1
        and bare.isalpha()
        and bare.casefold() != old.casefold()
        and instead.startswith(" ") == word.startswith(" ")
        and bare[0].isupper() == old[0].isupper()
        and bare[1:].islower()
    )
