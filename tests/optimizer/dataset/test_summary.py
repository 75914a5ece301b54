"""Columns in figures."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from optimizer.dataset import summarise

ROWS = [
    {"text": "I was charged twice", "team": "billing", "note": ""},
    {"text": "Where is my parcel?", "team": "delivery", "note": ""},
    {"text": "One refund please", "team": "billing", "note": "urgent"},
    {"text": "The parcel came broken, and late", "team": "delivery", "note": ""},
]


def test_labels_are_few_short_values_that_come_again() -> None:
    text, team, note = summarise(("text", "team", "note"), ROWS)

    assert text.labels == ()
    assert set(team.labels) == {"billing", "delivery"}
    assert note.labels == ()


def test_figures_leave_empty_values_out() -> None:
    text, _, note = summarise(("text", "team", "note"), ROWS)

    assert (text.filled, text.distinct, text.longest_words) == (1.0, 4, 6)
    assert (note.filled, note.distinct, note.median_words) == (0.25, 1, 1.0)


def test_no_rows_give_no_figures() -> None:
    assert summarise(("text",), ()) == ()


@given(st.lists(st.text(max_size=8), min_size=1, max_size=30))
def test_any_text_can_be_summarised(values: list[str]) -> None:
    (found,) = summarise(("column",), [{"column": value} for value in values])

    assert 0.0 <= found.filled <= 1.0
    assert found.distinct <= len(values)
    assert found.median_words <= found.longest_words
