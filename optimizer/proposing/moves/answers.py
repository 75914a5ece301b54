"""Reading a new prompt out of whatever a writer model answered."""

from __future__ import annotations

import re

from optimizer.spoken import spoken

_TAGGED = re.compile(r"<prompt>(.*?)</prompt>", re.DOTALL | re.IGNORECASE)
_OPENED = re.compile(r"<prompt>(.*)\Z", re.DOTALL | re.IGNORECASE)
_FENCED = re.compile(r"```[^\n`]*\n(.*?)```", re.DOTALL)
_UNCLOSED = re.compile(r"```[^\n`]*\n(.*)\Z", re.DOTALL)
_MARK = r"[*_#\s]*"
_PREFACE = re.compile(
    rf"\A{_MARK}(?:(?:sure|certainly|of course|okay|ok)\b[^\n]{{0,80}}[!.,:]\s*\n*)?"
    rf"{_MARK}(?:(?:here(?:'s|’s| is| are)|the (?:new|revised|rewritten|improved|shorter)|"
    r"(?:new|revised|rewritten|improved|shorter|final) (?:prompt|version|instructions?))"
    rf"[^\n:]{{0,80}}:|prompt:){_MARK}",
    re.IGNORECASE,
)
# What a weak writer says instead of a prompt; only at the head of an answer without any marks.
_TALK = re.compile(
    rf"\A{_MARK}(?:(?:sure|certainly|of course|okay|ok)[!.,:]\s+)?"
    r"(?:I(?:['’]m| am) (?:sorry|unable|going to)|"
    r"I (?:can(?:['’]t|not)|could ?n[o'’]t)\b|"
    r"I(?:['’]ll| will) (?:edit|rewrite|revise|change|create|write|improve|help)\b|"
    r"I(?:['’]ve| have) (?:rewritten|revised|changed|edited|improved|made)\b|"
    r"as an ai\b|(?:the|this) (?:\w+ )?prompt (?:is|was|has been|needs|should)\b|"
    r"it (?:seems|looks|appears)\b)",
    re.IGNORECASE,
)
_QUOTES = {'"': '"', "“": "”", "'": "'", "«": "»"}


def read_prompt(answer: str, *, cut: bool = False) -> str | None:
    """Return the prompt in a writer's answer.

    Tagged, fenced, quoted and bare answers are read; thinking aloud and a preface such as "Here is
    the new prompt:" are taken off. A bare answer that only talks about the prompt is none.

    Args:
        answer: The whole answer.
        cut: Whether the model stopped at its length cap; only a prompt that was ended before that
            is whole.

    Returns:
        The prompt's text, or None when nothing is left.
    """
    text = spoken(answer)
    marked = _TAGGED.findall(text)[-1:] or (() if "<prompt>" in text.lower() else _fenced(text))
    if marked:
        return _bare(marked[-1]) or None
    if cut:
        return None
    opened = _OPENED.search(text) or _UNCLOSED.search(text)
    if opened:
        return _bare(opened.group(1)) or None
    bare = _bare(_PREFACE.sub("", text))
    return None if _TALK.match(bare) else bare or None


def read_prompts(answer: str, most: int, *, cut: bool = False) -> list[str]:
    """Return several prompts out of one answer, in its order and without repeats.

    Args:
        answer: The whole answer.
        most: How many at most.
        cut: Whether the model stopped at its length cap; a prompt that was not ended is left out.

    Returns:
        The tagged prompts, else the fenced ones, else the one that the answer as a whole is.
    """
    text = spoken(answer)
    found = _TAGGED.findall(text) or ([] if "<prompt>" in text.lower() else _FENCED.findall(text))
    if not found:
        single = read_prompt(answer, cut=cut)
        return [single] if single else []
    bare = dict.fromkeys(_bare(prompt) for prompt in found)
    return [prompt for prompt in bare if prompt][:most]


def read_tagged(answer: str, tag: str, *, cut: bool = False) -> list[str]:
    """Return what stands between each pair of these tags, stripped, without empty ones.

    Attributes of a tag are allowed and ignored; a tag that was never closed ends at the next tag of
    its kind or at the end of the answer.

    Args:
        answer: The whole answer; thinking aloud is taken off.
        tag: The tag's name, such as `direction`.
        cut: Whether the model stopped at its length cap; then what was not ended is left out.
    """
    name = re.escape(tag)
    parts = re.split(rf"<{name}(?:\s[^<>]*)?>", spoken(answer), flags=re.IGNORECASE)[1:]
    ended = [re.split(rf"</{name}\s*>", part, flags=re.IGNORECASE) for part in parts]
    whole = [pieces[0] for pieces in ended if len(pieces) > 1 or not cut]
    return [text for part in whole if (text := _bare(part))]


def _fenced(text: str) -> list[str]:
    # The longest: a writer may quote a line of the old prompt in a fence of its own.
    return sorted(_FENCED.findall(text), key=len)[-1:]


def _bare(text: str) -> str:
    """Return a text without a fence or quotation marks that stand around the whole of it."""
    text = text.strip()
    fence = re.fullmatch(r"```[^\n`]*\n(.*?)\n?```", text, re.DOTALL)
    return _unquoted(fence.group(1).strip() if fence else text)


def _unquoted(text: str) -> str:
    if len(text) < 2 or _QUOTES.get(text[0]) != text[-1]:
        return text
    inner = text[1:-1]
    return text if text[0] in inner or text[-1] in inner else inner.strip()
