from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from optimizer.dataset import to_examples
from optimizer.identity import content_hash
from optimizer.records import Column, ColumnRole, Split

COLUMNS = (
    Column("text"),
    Column("label", ColumnRole.REFERENCE),
    Column("id", ColumnRole.IGNORE),
)
MANY = tuple({"text": f"row {n}", "label": "", "id": "1"} for n in range(2_000))
ROWS = st.lists(
    st.fixed_dictionaries({"text": st.text(max_size=4), "label": st.text(max_size=2)}), max_size=20
)


def test_roles_decide_what_an_example_holds() -> None:
    (example,) = to_examples([{"text": "x", "label": "yes", "id": "1"}], COLUMNS)
    assert (example.fields, example.reference) == ({"text": "x"}, "yes")
    assert example.id == content_hash([{"text": "x"}, "yes"])


def test_an_empty_reference_is_none() -> None:
    (example,) = to_examples([{"text": "x", "label": ""}], COLUMNS)
    assert example.reference is None


def test_duplicates_and_empty_rows_are_dropped() -> None:
    rows = [{"text": "x"}, {"text": ""}, {"text": "x", "id": "2"}]
    assert len(to_examples(rows, COLUMNS)) == 1


@given(first=ROWS, more=ROWS)
def test_adding_rows_moves_none(first: list[dict[str, str]], more: list[dict[str, str]]) -> None:
    # A large base keeps clear of the case in which nothing would be left for tuning.
    few = to_examples([*MANY[:50], *first], COLUMNS)
    all_of_them = {item.id: item for item in to_examples([*more, *first, *MANY[:50]], COLUMNS)}
    assert all(all_of_them[item.id] == item for item in few)


def test_the_held_out_share_is_kept() -> None:
    examples = to_examples(MANY, COLUMNS)
    held = sum(example.split is Split.HELD_OUT for example in examples)
    assert 0.26 < held / len(examples) < 0.34
    assert all(example.split is Split.TUNING for example in to_examples(MANY, COLUMNS, 0.0))


@given(rows=ROWS)
def test_something_is_always_left_for_tuning(rows: list[dict[str, str]]) -> None:
    for share in (0.3, 1.0):
        examples = to_examples(rows, COLUMNS, share)
        assert not examples or any(item.split is Split.TUNING for item in examples)
