"""Whether a project has what a method needs; what is missing is said, never replaced."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import reduce

from optimizer.records import Method, Need
from optimizer.said import say

_LACK: Mapping[Need, str] = {
    Need.WRITER: say("a writer model"),
    Need.JUDGE: say("a judge model"),
    Need.METRIC: say("a metric that can score the answers"),
    Need.LABELS: say("expected answers on some rows"),
    Need.PERSON: say("a person who votes"),
    Need.EMBEDDINGS: say("an embedding model"),
    Need.LOGPROBS: say(
        "token probabilities of the answer model, which only the bundled server gives"
    ),
    Need.GRADIENTS: say(
        "the extra pairtune[gradients] (in PairTune's environment: "
        "pip install torch transformers accelerate gguf)"
    ),
}


def unmet(method: Method, have: Collection[Need]) -> str:
    """Return what a method needs and the project lacks, as a sentence; empty when nothing.

    Args:
        method: The method.
        have: What the project has.
    """
    lacking = [each for each in method.needs if not any(need in have for need in each)]
    return say("Needs {needs}.", needs=_told(lacking)) if lacking else ""


def done_without(method: Method, have: Collection[Need]) -> tuple[str, ...]:
    """Return what a method does otherwise here, as sentences.

    Args:
        method: The method.
        have: What the project has.
    """
    return tuple(each.sentence for each in method.without if each.need not in have)


def told_needs(method: Method) -> str:
    """Return all that a method needs, such as `a writer model, and a judge model or a metric`."""
    return _told(method.needs)


def _told(needs: Iterable[tuple[Need, ...]]) -> str:
    return reduce(_and, [reduce(_or, [_LACK[need] for need in each]) for each in needs], "")


def _or(one: str, other: str) -> str:
    return say("{one} or {other}", one=one, other=other)


def _and(one: str, other: str) -> str:
    return say("{one}, and {other}", one=one, other=other) if one else other
