"""The map of elites: the best prompt of every cell of length, number of rules and tone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from optimizer.components import load_components
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.fitness import Fitness, ranked
from optimizer.proposing.moves.library import components_of
from optimizer.proposing.moves.phrases import split_phrases
from optimizer.records import Candidate, Prompt, Snapshot
from optimizer.said import say
from optimizer.word_count import split_words

LENGTHS = (
    (0.75, say("shorter than the start")),
    (1.5, say("about as long")),
    (3.0, say("up to 3 times as long")),
)
LONGEST = say("longer still")
RULES = ((2, say("1–2 rules")), (4, say("3–4 rules")), (7, say("5–7 rules")))
MOST_RULES = say("8 rules and more")
PLAIN = say("plain")
TONES = (PLAIN, say("warm"), say("strict"), say("formal"), say("casual"))
LENGTH_AXIS = (*(name for _, name in LENGTHS), LONGEST)
RULES_AXIS = (*(name for _, name in RULES), MOST_RULES)

_TONE_OF_TRAIT = {
    "warm": "warm",
    "playful": "casual",
    "casual": "casual",
    "formal": "formal",
    "expert": "formal",
    "strict": "strict",
    "firm": "strict",
}
_TONE_WORDS = {
    "warm": re.compile(r"\b(please|kind\w*|friendly|warm\w*|thank\w*|gentle|polite\w*)\b", re.I),
    "strict": re.compile(r"\b(must|never|always|only|exactly|do not|don't|nothing else)\b", re.I),
    "formal": re.compile(r"\b(formal\w*|professional\w*|precise\w*|accurate\w*)\b", re.I),
    "casual": re.compile(r"\b(casual\w*|everyday|relaxed|chatty|fun)\b", re.I),
}


@dataclass(frozen=True, slots=True, order=True)
class Niche:
    """A cell of the map, in words."""

    length: str
    rules: str
    tone: str


@dataclass(frozen=True, slots=True)
class Elite:
    """The best candidate of a cell, what it is worth, and how many share the cell."""

    niche: Niche
    candidate: Candidate
    worth: float
    rivals: int


def niche_of(prompt: Prompt, start: Prompt) -> Niche:
    """Return the cell that a prompt belongs to.

    Args:
        prompt: The prompt.
        start: Whose length the lengths are compared with.
    """
    text = f"{prompt.system}\n{editable_text(prompt)}"
    usual = max(1, len(split_words(f"{start.system} {editable_text(start)}")))
    times = len(split_words(text)) / usual
    length = next((name for bound, name in LENGTHS if times < bound), LONGEST)
    said = sum(1 for phrase in split_phrases(text) if phrase.text.strip())
    rules = next((name for bound, name in RULES if said <= bound), MOST_RULES)
    return Niche(length, rules, _tone(text))


def elites(snapshot: Snapshot, worth: Fitness) -> tuple[Elite, ...]:
    """Return the best candidate in play of every cell that holds any, the best cell first.

    J.-B. Mouret and J. Clune, "Illuminating Search Spaces by Mapping Elites" (2015).

    Args:
        snapshot: The pool.
        worth: Its fitness.
    """
    cells: dict[Niche, list[Candidate]] = {}
    for candidate in ranked(snapshot, worth):
        cells.setdefault(niche_of(candidate.prompt, snapshot.start.prompt), []).append(candidate)
    return tuple(
        Elite(niche, members[0], worth[members[0].id], len(members))
        for niche, members in cells.items()
    )


def _tone(text: str) -> str:
    """Return the tone that a text asks for or has most, by its components and its words."""
    counts = Counter(tone for tone, words in _TONE_WORDS.items() for _ in words.findall(text))
    for component in components_of(text, load_components()):
        counts.update(_TONE_OF_TRAIT[t] for t in component.traits if t in _TONE_OF_TRAIT)
    most = max(counts.values(), default=0)
    return next((tone for tone in TONES if most and counts[tone] == most), PLAIN)
