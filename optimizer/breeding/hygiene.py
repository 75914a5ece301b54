"""Figures of a prompt's words: its length, repetition, demands, how it reads, how far it went."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from optimizer.proposing.moves.runs import is_longer, runs
from optimizer.proposing.moves.vectors import distance
from optimizer.records import Prompt
from optimizer.word_count import split_words

WORDS = "words"
LENGTH_RATIO = "length_ratio"
REPETITION = "repetition"
INSTRUCTIONS = "instructions"
READABILITY = "readability"
DRIFT = "drift"
DRIFT_IN_MEANING = "drift_in_meaning"
"""How far a named embedding model sees a prompt from the start prompt; stored when it has."""

_NGRAM = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)|[。！？：；]+|\n+")
_VOWELS = re.compile(r"[aeiouyäöüáéíóúàèìòù]+")
_FEWEST_WORDS = 3  # of a sentence that asks for something


def hygiene(prompt: Prompt, start: Prompt) -> Mapping[str, float]:
    """Return the figures of a prompt; demonstrations do not count.

    Args:
        prompt: The prompt.
        start: The start prompt, which length and drift are measured against.

    Returns:
        By name: `words`; `length_ratio` to the start prompt; `repetition`, the share of four words
        in a row that were there before; `instructions`, the sentences of three words and more;
        `readability`, the reading ease of R. Flesch, "A new readability yardstick" (1948), from 0
        to 100, where 60 is plain English; `drift`, the cosine distance from the start prompt by
        words and pairs of words, from 0 to 1.
    """
    text, origin = _text(prompt), _text(start)
    words, sentences = _WORD.findall(text), _sentences(text)
    length = len(split_words(text))
    return {
        WORDS: float(length),
        LENGTH_RATIO: length / max(1, len(split_words(origin))),
        REPETITION: _repetition(text),
        INSTRUCTIONS: float(sum(1 for one in sentences if is_longer(one, _FEWEST_WORDS - 1))),
        READABILITY: _reading_ease(words, max(1, len(sentences))),
        DRIFT: float(distance(text, origin)) if text.strip() and origin.strip() else 1.0,
    }


def _repetition(text: str) -> float:
    grams = Counter(runs(text, _NGRAM))
    total = sum(grams.values())
    return (total - len(grams)) / total if total else 0.0


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if part and part.strip()]


def _reading_ease(words: list[str], sentences: int) -> float:
    if not words:
        return 0.0
    syllables = sum(max(1, len(_VOWELS.findall(word.casefold()))) for word in words)
    ease = 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)
    return min(100.0, max(0.0, ease))


def _text(prompt: Prompt) -> str:
    return f"{prompt.system}\n{prompt.instruction}".strip()
