from __future__ import annotations

import pytest

from optimizer.records import Example, Split
from optimizer.store import Store
from tests.optimizer.store import making


def test_examples_come_back_in_the_order_of_the_file(empty: Store) -> None:
    assert empty.add_examples(making.EXAMPLES) == 3

    assert empty.examples() == making.EXAMPLES
    assert empty.examples(Split.HELD_OUT) == making.EXAMPLES[2:]
    assert empty.example(making.EXAMPLES[1].id) == making.EXAMPLES[1]


def test_examples_that_are_there_already_are_passed_over(empty: Store) -> None:
    empty.add_examples(making.EXAMPLES[:2])

    assert empty.add_examples((*making.EXAMPLES, making.EXAMPLES[2])) == 1
    assert empty.add_examples(making.EXAMPLES) == 0
    assert len(empty.examples()) == 3


def test_the_order_of_columns_is_kept(empty: Store) -> None:
    empty.add_examples([Example("e", {"zebra": "1", "ant": "2"})])

    assert list(empty.example("e").fields) == ["zebra", "ant"]


def test_an_unknown_example_is_a_key_error(empty: Store) -> None:
    with pytest.raises(KeyError):
        empty.example("nothing")
