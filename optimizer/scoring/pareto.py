"""Several aims at once: which prompts nobody beats in all of them, and what a choice gives up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import compress
from typing import TypeVar

from optimizer.said import mark, say

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Merit:
    """What a prompt is worth and what it takes; None where it is not known.

    Attributes:
        quality: The higher the better: the shrunken score, or the strength by votes.
        words: Length of the prompt.
        cost_usd: Mean price of an answer.
        latency_ms: Mean time of an answer.
    """

    quality: float
    words: int
    cost_usd: float | None = None
    latency_ms: float | None = None

    def costs(self) -> tuple[float | None, ...]:
        """Return what is to be small."""
        return (float(self.words), self.cost_usd, self.latency_ms)


def pareto_set(merits: Mapping[_Key, Merit]) -> frozenset[_Key]:
    """Return those that no other is at least as good as in every aim and better in one.

    An aim that is not known of either of two prompts does not tell them apart. Times of answers
    differ by chance: only a tenth more counts.

    Args:
        merits: By prompt.
    """
    import numpy as np

    from optimizer.scoring.unbeaten import unbeaten

    costs = np.array([merit.costs() for merit in merits.values()], dtype=float)
    quality = np.array([merit.quality for merit in merits.values()], dtype=float)
    kept = unbeaten(quality, costs.reshape(-1, len(_LESS)).T)
    return frozenset(compress(merits, kept.tolist()))


def trade_off(chosen: Merit, others: Sequence[tuple[str, Merit]], unit: str) -> str:
    """Say what the choice gives up, in one sentence.

    Args:
        chosen: The recommended prompt.
        others: The rest of the Pareto set, by name.
        unit: How a difference of quality is told: `score` or `strength`.
    """
    cheaper = [
        (chosen.quality - merit.quality, name, gains)
        for name, merit in others
        if merit.quality <= chosen.quality and (gains := _gains(chosen, merit))
    ]
    if not cheaper:
        return say(
            "Nothing is given up: no other prompt is shorter, cheaper or faster and near it."
        )
    loss, name, gains = min(cheaper)
    told = reduce(lambda one, more: say("{one} and {more}", one=one, more=more), gains)
    return say(
        "Quality comes first: {name} is {told}, for {loss:.2f} less {unit}.",
        name=name,
        told=told,
        loss=loss,
        unit=unit,
    )


_LESS = (mark("{share} shorter"), mark("{share} cheaper"), mark("{share} faster"))


def _gains(chosen: Merit, other: Merit) -> list[str]:
    """Return in words where another prompt takes at least a tenth less."""
    told: list[str] = []
    for words, ours, theirs in zip(_LESS, chosen.costs(), other.costs(), strict=True):
        if ours and theirs is not None and theirs <= 0.9 * ours:
            share = f"{1 - theirs / ours:.0%}".replace("%", " %")
            told.append(say(words, share=share))
    return told
