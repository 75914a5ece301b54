from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.compare.marking import displayed, with_mark, written
from optimizer.records import Span


def span(start: int, end: int, good: bool = True, output: str = "a") -> Span:
    """Return a mark."""
    return Span(output, start, end, good)


def test_marking_the_same_part_twice_unmarks_it() -> None:
    once = with_mark((), span(2, 5))
    assert once == (span(2, 5),)
    assert with_mark(once, span(2, 5)) == ()
    assert with_mark(once, span(3, 4)) == (span(2, 3), span(4, 5))


def test_the_other_mark_takes_the_place_of_the_first() -> None:
    assert with_mark((span(0, 9),), span(3, 5, good=False)) == (
        span(0, 3),
        span(3, 5, good=False),
        span(5, 9),
    )


def test_marks_on_the_other_output_stay() -> None:
    assert with_mark((span(0, 9, output="b"),), span(0, 9)) == (span(0, 9), span(0, 9, output="b"))


ranges = st.tuples(st.integers(0, 30), st.integers(1, 10), st.booleans())


@given(st.lists(ranges, max_size=8))
def test_marks_never_overlap_whatever_is_marked(made: list[tuple[int, int, bool]]) -> None:
    marks: tuple[Span, ...] = ()
    for start, length, good in made:
        marks = with_mark(marks, span(start, start + length, good))
    for first, second in pairwise(marks):
        assert first.start < first.end <= second.start


def test_a_part_of_plain_text_is_where_it_stands() -> None:
    raw = "Bonjour\u00a0! Ça va 😀 bien"
    assert written(raw, raw.replace("\u00a0", " "), (10, 15)) == (10, 15)
    assert written(raw * 2, raw.replace("\u00a0", " "), (0, 4)) == (0, 4)


def test_a_part_of_rendered_text_is_found_again_in_what_was_written() -> None:
    raw = "**Dear** customer, *dear* friend, Dear all"
    shown = "Dear customer, dear friend, Dear all"
    assert written(raw, shown, (0, 4)) == (2, 6)
    last = written(raw, shown, (28, 32))
    assert last is not None
    assert raw[last[0] : last[1]] == "Dear"
    assert last == (34, 38)
    assert displayed(raw, shown, [(2, 6), (34, 38)]) == ((0, 4), (28, 32))


def test_what_runs_over_markup_stands_in_no_one_place() -> None:
    assert written("**Dear** customer", "Dear customer", (0, 13)) is None
    assert written("a  b", "a b", (1, 2)) is None


def test_of_a_beginning_only_what_is_there_is_shown() -> None:
    assert displayed("0123456789", "0123", [(2, 8), (6, 9)]) == ((2, 4),)
