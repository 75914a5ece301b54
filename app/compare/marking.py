"""Marked parts of outputs: what marking twice means, and where a part stands in what is shown.

Qt-free. A part is kept in code points of the output as the model wrote it. What is shown may
differ from that: rendered Markdown, pictures of control characters, a beginning only.
"""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.records import Span

Range = tuple[int, int]


def with_mark(spans: Sequence[Span], wanted: Span) -> tuple[Span, ...]:
    """Return the marks after one more was made.

    Args:
        spans: The marks so far.
        wanted: The new one. What lies under it loses its mark; where all of it was marked in the
            same way already, nothing takes its place.

    Returns:
        Marks in the order of the outputs' texts that do not overlap.
    """
    same = [s for s in spans if s.output_id == wanted.output_id and s.good is wanted.good]
    covered = _covered(wanted.start, wanted.end, [(s.start, s.end) for s in same])
    left = [piece for span in spans for piece in _without(span, wanted)]
    marks = left if covered else [*left, wanted]
    return tuple(sorted(marks, key=lambda span: (span.output_id, span.start)))


def written(raw: str, shown: str, part: Range) -> Range | None:
    """Return where a part of what is shown stands in what was written, or None.

    Args:
        raw: The output as the model wrote it.
        shown: The same as it is shown.
        part: Begin and end in `shown`.
    """
    start, end = part
    if _same(raw[: len(shown)], shown):
        return part
    return _same_place(shown, raw, start, end)


def displayed(
    raw: str, shown: str, parts: Sequence[Range], most: int | None = None
) -> tuple[Range, ...]:
    """Return where parts of what was written stand in what is shown; some may not be there.

    Args:
        raw: The output as the model wrote it.
        shown: The same as it is shown.
        parts: Begins and ends in `raw`.
        most: How many are looked up at most where the two differ.
    """
    if _same(raw[: len(shown)], shown):
        return tuple((a, min(b, len(shown))) for a, b in parts if a < len(shown))
    found = (_same_place(raw, shown, start, end) for start, end in parts[:most])
    return tuple(place for place in found if place is not None)


def _same(raw: str, shown: str) -> bool:
    # A text document gives no-break spaces back as plain ones.
    return raw.replace("\u00a0", " ") == shown


def _same_place(here: str, there: str, start: int, end: int) -> Range | None:
    """Find a part of one text in the other: as many equal ones must stand before it."""
    wanted = here[start:end]
    if not wanted.strip():
        return None
    at = -1
    for _ in range(here.count(wanted, 0, start) + 1):
        at = there.find(wanted, at + 1)
        if at < 0:
            return None
    return at, at + len(wanted)


def _covered(start: int, end: int, ranges: Sequence[Range]) -> bool:
    for low, high in sorted(ranges):
        if low <= start < high:
            start = high
    return start >= end


def _without(span: Span, cut: Span) -> list[Span]:
    if span.output_id != cut.output_id or span.end <= cut.start or span.start >= cut.end:
        return [span]
    pieces = [(span.start, cut.start), (cut.end, span.end)]
    return [Span(span.output_id, a, b, span.good) for a, b in pieces if a < b]
