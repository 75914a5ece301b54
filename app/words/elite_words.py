"""The map of elites in words; Qt-free, for the window and the terminal."""

from __future__ import annotations

from app.language import tr
from app.words.figures import signed
from optimizer.views import EliteMap, EliteView


def kind_words(length: str, rules: str, tone: str) -> str:
    """Return what prompts of a cell have in common: `Strict, 1–2 rules, about as long`."""
    words = f"{tr(tone)}, {tr(rules)}, {tr(length)}"
    return words[:1].upper() + words[1:]


def worth_words(elite: EliteView, found: EliteMap) -> str:
    """Return what the best prompt of a cell is worth: a score, or its strength in log odds."""
    return f"{elite.strength:.2f}" if found.scored else signed(elite.strength)
