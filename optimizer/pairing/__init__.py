"""Which two prompts to show next, and on which example.

    picker = PICKERS["eubo"]()
    for i, j in picker.queue(posterior, live, history, 3, rng):
        choice = choose_example(shared[i, j], met[i, j], difference, duels, rng)

Sides are the caller's to draw. A pair that turns out to have no example left is skipped: take the
next one of `rank`, or tell pickers beforehand by `History.examples_left`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from optimizer.pairing.active_ranking import ActiveRanking
from optimizer.pairing.apohf_gp import ApohfGp
from optimizer.pairing.double_thompson import DoubleThompson
from optimizer.pairing.elo_adjacent import EloAdjacent
from optimizer.pairing.eubo import Eubo
from optimizer.pairing.examples import (
    Choice,
    choose_example,
    text_difference,
    wanted_prefix,
)
from optimizer.pairing.glickbest import GlickBest
from optimizer.pairing.informative import Informative
from optimizer.pairing.knowledge_gradient import KnowledgeGradient
from optimizer.pairing.leader_ucb import LeaderUcb
from optimizer.pairing.picker import History, Pair, Picker
from optimizer.pairing.thompson import Thompson
from optimizer.pairing.top_two import TopTwo
from optimizer.pairing.uniform import Uniform

PICKERS: Mapping[str, Callable[[], Picker]] = MappingProxyType(
    {
        "eubo": Eubo,
        "uniform": Uniform,
        "top_two": TopTwo,
        "apohf": LeaderUcb,
        "apohf_gp": ApohfGp,
        "thompson": Thompson,
        "double_thompson": DoubleThompson,
        "glickbest": GlickBest,
        "knowledge_gradient": KnowledgeGradient,
        "elo_adjacent": EloAdjacent,
        "active_ranking": ActiveRanking,
        "informative": Informative,
    }
)

__all__ = [
    "PICKERS",
    "ActiveRanking",
    "ApohfGp",
    "Choice",
    "DoubleThompson",
    "EloAdjacent",
    "Eubo",
    "GlickBest",
    "History",
    "Informative",
    "KnowledgeGradient",
    "LeaderUcb",
    "Pair",
    "Picker",
    "Thompson",
    "TopTwo",
    "Uniform",
    "choose_example",
    "text_difference",
    "wanted_prefix",
]
