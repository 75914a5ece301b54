"""The rules that choose pairs, by name: a title and one line of explanation; Qt-free."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.language import mark

PICKER_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "eubo": (
            mark("Best of the pair (EUBO)"),
            mark("The pair whose better prompt is expected to be best. The default."),
        ),
        "knowledge_gradient": (
            mark("Knowledge gradient"),
            mark("The pair whose vote is expected to improve the recommended prompt most."),
        ),
        "informative": (
            mark("Most informative"),
            mark(
                "The pair whose vote tells most about all prompts: to predict, "
                "not to find the best."
            ),
        ),
        "top_two": (
            mark("Top two"),
            mark("A likely best prompt against the next likely best one."),
        ),
        "apohf": (
            mark("Leader and challenger (APOHF)"),
            mark("The leader against the prompt that could still beat it by most."),
        ),
        "apohf_gp": (
            mark("Leader against challenger, by their words (APOHF)"),
            mark("The same, by how alike prompts are in words or in meaning, and by nothing else."),
        ),
        "thompson": (
            mark("Thompson sampling"),
            mark("The best prompts of two random draws from what is believed."),
        ),
        "double_thompson": (
            mark("Double Thompson (PDO)"),
            mark("A drawn winner and its best challenger, from counts of wins alone."),
        ),
        "glickbest": (
            mark("Glicko ratings"),
            mark("The two prompts most likely to have the best Glicko rating."),
        ),
        "elo_adjacent": (
            mark("Elo neighbours"),
            mark("Prompts whose Elo ratings are next to each other, as in tournaments."),
        ),
        "active_ranking": (
            mark("Active ranking"),
            mark("Prompts that may still be best, each against a random opponent."),
        ),
        "uniform": (
            mark("At random"),
            mark("Any two prompts in play: what every other rule has to beat."),
        ),
    }
)
