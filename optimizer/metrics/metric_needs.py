"""Whether a metric can score at all: most need expected answers, some need none."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.errors import DataFault
from optimizer.metrics.metrics import metrics
from optimizer.metrics.scorer import PYTHON, Part, read_parts
from optimizer.records import Example

_BY_SETTING = ("schema", PYTHON)  # what they check by is named in their setting


def can_score(line: str, examples: Iterable[Example]) -> bool:
    """Return whether a metric can score the answers on any of some rows.

    Args:
        line: The metric, such as `2*label + f1`; empty for none.
        examples: The rows, with or without expected answers.
    """
    if not line:
        return False
    return not needs_expected(line) or any(example.reference for example in examples)


def needs_expected(line: str) -> bool:
    """Return whether no part of a metric can score a row that has no expected answer.

    Args:
        line: The metric; one that cannot be read scores nothing either way.
    """
    try:
        parts = read_parts(line)
    except DataFault:
        return True
    return all(_needs_expected(part) for part in parts)


def _needs_expected(part: Part) -> bool:
    if part.name in _BY_SETTING or (part.name == "regex" and part.setting):
        return False
    known = metrics().get(part.name)
    return known is None or known.needs_reference
