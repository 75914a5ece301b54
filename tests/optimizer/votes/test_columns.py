"""Names as small numbers."""

from __future__ import annotations

from optimizer.votes.columns import Codes


def test_names_are_numbered_as_they_are_met() -> None:
    codes = Codes(["a", "b"])
    assert codes.encode(["b", "c", "a", "c", "d"]).tolist() == [1, 2, 0, 2, 3]
    assert codes.names == ["a", "b", "c", "d"]
    assert codes.encode([]).tolist() == []
    assert codes.encode(["d", "a"]).tolist() == [3, 0]


def test_a_copy_goes_its_own_way() -> None:
    codes = Codes(["a"])
    other = codes.copy()
    assert (other.add("b"), codes.add("c"), other.add("a")) == (1, 1, 0)
    assert (codes.names, other.names) == (["a", "c"], ["a", "b"])
    assert codes.known == {"a": 0, "c": 1}
