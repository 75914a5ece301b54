"""The rules that choose pairs, by name: a title and one line of explanation; Qt-free."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PICKER_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "eubo": (
            "Best of the pair (EUBO)",
            "The pair whose better prompt is expected to be best. The default.",
        ),
        "knowledge_gradient": (
            "Knowledge gradient",
            "The pair whose vote is expected to improve the recommended prompt most.",
        ),
        "informative": (
            "Most informative",
            "The pair whose vote tells most about all prompts: to predict, not to find the best.",
        ),
        "top_two": (
            "Top two",
            "A likely best prompt against the next likely best one.",
        ),
        "apohf": (
            "Leader and challenger (APOHF)",
            "The leader against the prompt that could still beat it by most.",
        ),
        "thompson": (
            "Thompson sampling",
            "The best prompts of two random draws from what is believed.",
        ),
        "double_thompson": (
            "Double Thompson (PDO)",
            "A drawn winner and its best challenger, from counts of wins alone.",
        ),
        "glickbest": (
            "Glicko ratings",
            "The two prompts most likely to have the best Glicko rating.",
        ),
        "elo_adjacent": (
            "Elo neighbours",
            "Prompts whose Elo ratings are next to each other, as in tournaments.",
        ),
        "active_ranking": (
            "Active ranking",
            "Prompts that may still be best, each against a random opponent.",
        ),
        "uniform": (
            "At random",
            "Any two prompts in play: what every other rule has to beat.",
        ),
    }
)
