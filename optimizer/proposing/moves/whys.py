"""Why answers were not preferred: tags, texts and marks in clusters, with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.proposing.moves.cases import NOTHING, Case, clip
from optimizer.proposing.moves.vectors import distance

SAME_REASON = 0.6


@dataclass(frozen=True, slots=True)
class Why:
    """A reason that several cases share, in the words of the first that gave it."""

    text: str
    count: int
    duels: tuple[str, ...] = ()


def whys(cases: Sequence[Case]) -> list[Why]:
    """Return the reasons of these cases, the most frequent first.

    Tags are counted by name. A text of the person's own joins the tag or the earlier text that it
    is near to by its words; marked pieces count as a text each.

    Args:
        cases: Cases of one prompt, or of several.
    """
    clusters: dict[str, list[str]] = {}
    for case in cases:
        for tag in case.tags:
            clusters.setdefault(tag, []).append(case.duel_id)
    for case in cases:
        said = [case.reason.strip()] if case.reason.strip() else []
        bad = [f"“{clip(mark.text)}”" for mark in case.marks if mark.own and not mark.good]
        for text in (*said, *bad):
            name = _nearest(text, list(clusters))
            if case.duel_id not in clusters.setdefault(name, []) or not case.duel_id:
                clusters[name].append(case.duel_id)
    counted = [Why(text, len(ids), tuple(dict.fromkeys(ids))) for text, ids in clusters.items()]
    return sorted(counted, key=lambda why: -why.count)


def tell_whys(reasons: Sequence[Why], most: int = 6, of: int | None = None) -> str:
    """Return reasons with their counts as text for a writer model.

    Args:
        reasons: The most frequent first.
        most: How many are told at most.
        of: How many cases there were in all, where that is known.
    """
    all_of = "the" if of is None else str(of)
    told = "\n".join(f"- {why.text} ({why.count} of {all_of} cases)" for why in reasons[:most])
    return told or NOTHING


def hypothesis(cases: Sequence[Case], most: int = 3) -> str:
    """Return what a child that was written after these cases should do better."""
    found = whys(cases)
    if not found:
        return f"should do better in cases like these {len(cases)}" if cases else ""
    return "should fix: " + ", ".join(f"{why.text} ({why.count})" for why in found[:most])


def _nearest(text: str, known: Sequence[str]) -> str:
    """Return the known reason that a text repeats, or the text itself."""
    holds = (name for name in known if name.casefold() in text.casefold())
    if (named := next(holds, None)) is not None:
        return named
    apart = [(distance(text, name), name) for name in known]
    nearest = min(apart, default=(1.0, text))
    return nearest[1] if nearest[0] < SAME_REASON else text
