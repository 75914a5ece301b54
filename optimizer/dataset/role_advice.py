"""What a person should look at again: a column of labels and a prompt that do not fit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from optimizer.dataset.columns import CLASS_NAMES, plain_name
from optimizer.dataset.labels import unnamed
from optimizer.records import AnswerKind, Column, ColumnRole
from optimizer.said import say

_SAID = 5  # labels that are named in a sentence


@dataclass(frozen=True, slots=True)
class RoleAdvice:
    """Something to look at, with the change that would mend it.

    Attributes:
        text: What was noticed.
        column: The column it is about.
        role: What the column could be used for instead, or None.
        kind: What the answers could be instead, or None.
    """

    text: str
    column: str
    role: ColumnRole | None = None
    kind: AnswerKind | None = None


def role_advice(
    columns: Sequence[Column],
    labels: Mapping[str, tuple[str, ...]],
    text: str,
    used: Collection[str],
    kind: AnswerKind,
) -> RoleAdvice | None:
    """Return the first thing about expected answers that should be looked at, or None.

    Args:
        columns: The columns and what they are for.
        labels: By column, what looks like the labels of a classification.
        text: The prompt with its criteria; nothing is said of a prompt that is not written yet.
        used: The columns that the prompt uses.
        kind: What the answers are taken for.
    """
    if not text.strip():
        return None
    reference = next((c.name for c in columns if c.role is ColumnRole.REFERENCE), None)
    if reference is None:
        return _missing_reference(columns, labels, text, used)
    known = labels.get(reference, ())
    if not known:
        return None
    missing = unnamed(known, text)
    if not missing:
        if kind is AnswerKind.LABEL:
            return None
        said = say(
            "The prompt names all labels of “{reference}”: answers can be taken as labels.",
            reference=reference,
        )
        return RoleAdvice(said, reference, kind=AnswerKind.LABEL)
    if len(missing) < len(known):
        said = say(
            "The prompt does not name {listed}, which “{reference}” expects.",
            listed=_listed(missing),
            reference=reference,
        )
        return RoleAdvice(said, reference)
    said = say(
        "“{reference}” is taken for the expected answer and looks like labels "
        "({listed}), but the prompt names none of them.",
        reference=reference,
        listed=_listed(known),
    )
    return RoleAdvice(said, reference, role=ColumnRole.INPUT)


def _missing_reference(
    columns: Sequence[Column],
    labels: Mapping[str, tuple[str, ...]],
    text: str,
    used: Collection[str],
) -> RoleAdvice | None:
    free = [column.name for column in columns if column.name not in used and column.name in labels]
    named = [name for name in free if labels[name] and not unnamed(labels[name], text)]
    if named:
        said = say(
            "The prompt names all values of “{named}” ({listed}): they look like the "
            "expected answers.",
            named=named[0],
            listed=_listed(labels[named[0]]),
        )
        return RoleAdvice(said, named[0], role=ColumnRole.REFERENCE)
    inputs = {column.name for column in columns if column.role is ColumnRole.INPUT}
    likely = [n for n in free if labels[n] and n in inputs and plain_name(n) in CLASS_NAMES]
    if not likely or len(inputs) < 2:
        return None
    said = say(
        "“{likely}” looks like labels ({listed}). If it is the expected answer, make "
        "it the reference.",
        likely=likely[0],
        listed=_listed(labels[likely[0]]),
    )
    return RoleAdvice(said, likely[0], role=ColumnRole.REFERENCE)


def _listed(labels: Sequence[str]) -> str:
    more = f" and {len(labels) - _SAID} more" if len(labels) > _SAID else ""
    return f"{', '.join(labels[:_SAID])}{more}"
