from __future__ import annotations

import re
import threading

from hypothesis import given
from hypothesis import strategies as st

from optimizer.identity import UlidFactory, canonical_json, content_hash

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_canonical_json_is_the_same_for_any_order_of_keys() -> None:
    assert canonical_json({"b": [1, None], "a": "ö"}) == '{"a":"ö","b":[1,null]}'
    assert canonical_json({"a": "ö", "b": [1, None]}) == '{"a":"ö","b":[1,null]}'


@given(values)
def test_a_hash_depends_on_nothing_but_the_content(value: object) -> None:
    assert content_hash(value) == content_hash(value)
    assert re.fullmatch("[0-9a-f]{32}", content_hash(value))


def test_hashes_are_the_same_in_every_version() -> None:
    # Files out there hold these: they may never change.
    assert content_hash("") == "e3b0c44298fc1c149afbf4c8996fb924"
    assert content_hash({"b": 1, "a": [True]}) == "708747538ba81fd60b5aac8c646370de"


@given(st.text(st.characters(codec=None)))
def test_any_text_has_a_hash(text: str) -> None:
    assert len(content_hash(text)) == 32


def test_ulids_sort_by_time() -> None:
    clock = iter([1, 2, 1_000_000, 1_700_000_000_000])
    new = UlidFactory(clock_ms=lambda: next(clock), random_bits=lambda bits: (1 << bits) - 1)

    made = [new() for _ in range(4)]

    assert made == sorted(made)
    assert len(set(made)) == 4
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", one) for one in made)


def test_ulids_rise_within_a_millisecond_and_when_the_clock_is_set_back() -> None:
    clock = iter([5, 5, 5, 3, 1])
    new = UlidFactory(clock_ms=lambda: next(clock), random_bits=lambda bits: 7)

    made = [new() for _ in range(5)]

    assert made == sorted(set(made))


def test_a_ulid_begins_with_its_time() -> None:
    # The example of the ULID specification.
    new = UlidFactory(clock_ms=lambda: 1_469_918_176_385, random_bits=lambda bits: 0)

    assert new() == "01ARYZ6S41" + "0" * 16


def test_threads_get_distinct_ulids() -> None:
    new = UlidFactory()
    made: list[str] = []

    def make() -> None:
        made.extend(new() for _ in range(500))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(made)) == 2000
