"""Taking an instruction apart into phrases, and putting it together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from optimizer.components import load_components

_LINE_GAP = re.compile(r"\n\s*")
_GAP = re.compile(r"(?<=[.!?;,])[ \t]+|(?<=[。！？；])[ \t]*")
_CLAUSE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence or clause, and the white space that stands after it."""

    text: str
    gap: str = ""


def split_phrases(text: str) -> tuple[Phrase, ...]:
    """Return the phrases of a text: its lines, their sentences, and clauses of three words or more.

    Args:
        text: An instruction; a placeholder is never cut, and a component of the library stays
            whole.

    Returns:
        Phrases that `join_phrases` puts together to the same text.
    """
    whole = _library()
    phrases: list[Phrase] = []
    for line in _split(text, _LINE_GAP):
        parts = [line] if line.text.strip() in whole else _split(line.text, _GAP)
        phrases += [*parts[:-1], Phrase(parts[-1].text, line.gap)]
    return tuple(phrases)


def join_phrases(phrases: Sequence[Phrase]) -> str:
    """Return phrases as one text; what was last keeps no gap behind it."""
    return "".join(phrase.text + phrase.gap for phrase in phrases).strip()


def appended(phrases: Sequence[Phrase], text: str) -> tuple[Phrase, ...]:
    """Return phrases with one more in a line of its own at the end."""
    if not phrases:
        return (Phrase(text),)
    return (*phrases[:-1], Phrase(phrases[-1].text, "\n"), Phrase(text))


@cache
def _library() -> frozenset[str]:
    return frozenset(component.text for component in load_components())


def _split(text: str, gaps: re.Pattern[str]) -> list[Phrase]:
    phrases: list[Phrase] = []
    start = 0
    for gap in gaps.finditer(text):
        head = text[start : gap.start()]
        if head.strip() and _ends(head, text[gap.end() :]):
            phrases.append(Phrase(head, gap.group()))
            start = gap.end()
    if text[start:] or not phrases:
        phrases.append(Phrase(text[start:]))
    return phrases


def _ends(head: str, rest: str) -> bool:
    """Return whether a phrase ends here; a list such as `red, green, blue` stays whole."""
    if head.count("{{") > head.count("}}"):
        return False
    if not head.endswith(","):
        return True
    ahead = re.split(r"[,.;:!?\n]", rest, maxsplit=1)[0]
    behind = re.split(r"[,.;:!?\n]", head[:-1])[-1]
    return len(ahead.split()) >= _CLAUSE_WORDS and len(behind.split()) >= _CLAUSE_WORDS
