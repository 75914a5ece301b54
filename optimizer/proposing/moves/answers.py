"""Reading a new prompt out of whatever a writer model answered."""

from __future__ import annotations

import re

_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAGGED = re.compile(r"<prompt>(.*?)(?:</prompt>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCED = re.compile(r"```[^\n`]*\n(.*?)(?:```|\Z)", re.DOTALL)
_PREFACE = re.compile(
    r"\A\s*(?:(?:sure|certainly|of course|okay|ok)\b[^\n]{0,80}[!.,:]\s*\n*)?"
    r"(?:(?:here(?:'s| is| are)|the (?:new|revised|rewritten|improved|shorter)|"
    r"(?:new|revised|rewritten|improved|shorter) (?:prompt|version|instruction))"
    r"[^\n:]{0,80}:\s*)",
    re.IGNORECASE,
)
_QUOTES = {'"': '"', "“": "”", "'": "'", "«": "»"}


def read_prompt(answer: str) -> str | None:
    """Return the prompt in a writer's answer.

    Tagged, fenced, quoted and bare answers are read; thinking aloud and a preface such as "Here is
    the new prompt:" are taken off.

    Args:
        answer: The whole answer.

    Returns:
        The prompt's text, or None when nothing is left.
    """
    text = _THINKING.sub("", answer)
    tagged = _TAGGED.findall(text)
    if tagged:
        return _unquoted(tagged[-1].strip()) or None
    fenced = _FENCED.search(text)
    if fenced:
        return _unquoted(fenced.group(1).strip()) or None
    return _unquoted(_PREFACE.sub("", text).strip()) or None


def _unquoted(text: str) -> str:
    if len(text) >= 2 and _QUOTES.get(text[0]) == text[-1] and text[0] not in text[1:-1]:
        return text[1:-1].strip()
    return text
