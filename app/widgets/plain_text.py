"""Makes model text harmless to show: control characters visible, direction overrides powerless."""

from __future__ import annotations

import re
import unicodedata

from app.language import tr, tr_n

# C0 without tab and newline, DEL and C1, the bidirectional embeddings, overrides and isolates,
# directional marks, invisible operators and tag characters, lone surrogates, U+FFFC.
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_BREAKS = re.compile("\r\n|\r|\u2028|\u2029|\x0b|\x0c|\x85")
COUNTED = 100_000  # characters; more would hold up the window for longer than a moment
SAMPLE = 10_000  # of what is longer; enough for a number that is only about right
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def visible(text: str) -> str:
    """Return a text in which nothing is invisible or moves its neighbours about.

    Line ends of every kind become newlines; a control character becomes its picture (U+2400 and
    following) and any other odd one its name in brackets. Joiners stay: emoji and several scripts
    need them.
    """
    return _ODD.sub(_picture, _BREAKS.sub("\n", text))


def unseen(text: str) -> tuple[str, ...]:
    """Return the characters of a text that are not seen or move their neighbours, each once."""
    return tuple(dict.fromkeys(_ODD.findall(text)))


def word_count(text: str) -> int:
    """Return how many words a text has; a character of an East Asian script counts as one."""
    words = 0
    for match in _WORD.finditer(text):
        word = match.group()
        ideographs = 0 if word.isascii() else sum(map(_ideograph, word))
        words += ideographs + (1 if ideographs < len(word) else 0)
    return words


def size_text(text: str) -> str:
    """Return how long a text is, in words for people: `1,204 words`, of a huge one about."""
    if len(text) <= COUNTED:
        return tr_n("{n:,} word", "{n:,} words", word_count(text))
    words = word_count(text[:SAMPLE]) * len(text) / SAMPLE
    digit = 10 ** (len(str(round(words))) - 2)
    return tr("about {n:,} words", n=round(words / digit) * digit)


def kilobytes(characters: int) -> str:
    """Return a length as people write it: `64 kB`, `2.1 MB`."""
    if characters < 1_000_000:
        return tr("{n} kB", n=max(1, round(characters / 1000)))
    return tr("{n:.1f} MB", n=characters / 1_000_000)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"[U+{code:04X}]"


def _ideograph(character: str) -> bool:
    return unicodedata.category(character) == "Lo" and unicodedata.east_asian_width(character) in (
        "W",
        "F",
    )
