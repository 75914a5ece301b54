"""Rows as examples: what is shown, what is expected, and which part is held out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from optimizer.identity import content_hash
from optimizer.records import Column, ColumnRole, Example, Split

HELD_OUT_SHARE = 0.3


def to_examples(
    rows: Iterable[Mapping[str, str]],
    columns: Sequence[Column],
    held_out_share: float = HELD_OUT_SHARE,
) -> tuple[Example, ...]:
    """Return the rows as examples, without duplicates.

    An example's id is the hash of its content, and the id alone decides its split: other rows may
    come and go, in any order, and it stays where it is. Only if nothing at all were left to tune
    on, as may happen with a handful of rows, all of them are for tuning.

    Args:
        rows: Values by column.
        columns: What each column is for; the first reference column gives the expected answer.
        held_out_share: The chance, from 0 to 1, of an example to be held out.
    """
    inputs = [column.name for column in columns if column.role is ColumnRole.INPUT]
    references = [column.name for column in columns if column.role is ColumnRole.REFERENCE]
    examples: dict[str, Example] = {}
    for row in rows:
        fields = {name: row.get(name, "") for name in inputs}
        reference = (row.get(references[0]) or None) if references else None
        if not any(fields.values()) and reference is None:
            continue
        key = content_hash([fields, reference])
        examples.setdefault(key, Example(key, fields, reference, _split(key, held_out_share)))
    found = tuple(examples.values())
    if any(example.split is Split.TUNING for example in found):
        return found
    return tuple(replace(example, split=Split.TUNING) for example in found)


def _split(key: str, held_out_share: float) -> Split:
    place = int(key[:8], 16) / 0x1_0000_0000
    return Split.HELD_OUT if place < held_out_share else Split.TUNING
