"""Marked pieces of outputs, as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from optimizer.records import Duel, Marked, Span


def marked(spans: Iterable[Span], duel: Duel, texts: Mapping[str, str]) -> tuple[Marked, ...]:
    """Return marked pieces of a duel's outputs as they are read.

    Args:
        spans: Where they are.
        duel: Whose outputs they are in.
        texts: The texts of its outputs, by id.
    """
    return tuple(
        Marked(
            span.output_id == duel.left_output,
            span.good,
            texts.get(span.output_id, "")[span.start : span.end],
            span.start,
        )
        for span in spans
    )
