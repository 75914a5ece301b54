"""The texts of outputs, kept while they are likely to be needed again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import pytest

from optimizer.calling import texts
from optimizer.calling.texts import TextShelf
from optimizer.outputs import Made
from optimizer.store import Store


class File:
    """Outputs by id; counts how often it is read."""

    def __init__(self, **outputs: str) -> None:
        self.outputs = outputs
        self.read: list[str] = []

    def output_texts(self, output_ids: Iterable[str]) -> dict[str, str]:
        """Return the texts of these outputs."""
        asked = list(output_ids)
        self.read += asked
        return {output: self.outputs[output] for output in asked if output in self.outputs}


def shelf(file: File) -> TextShelf:
    return TextShelf(cast("Store", file))


def made(output: str) -> Made:
    return Made(output, f"hash of {output}", "stop")


def test_a_text_is_read_once_while_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_KEPT_CHARACTERS", 10)
    file = File(a="12345", b="12345", c="12345")
    known = shelf(file)
    assert known.fetch(["a", "b"]) == {"a": "12345", "b": "12345"}
    known.fetch(["a"])
    assert file.read == ["a", "b"]
    known.fetch(["c"])
    file.read.clear()
    known.fetch(["a", "c"])
    assert file.read == []
    known.fetch(["b"])
    assert file.read == ["b"], "the one that was not asked for the longest went first"


def test_how_far_two_outputs_differ_is_the_same_again_after_it_was_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(texts, "_KEPT_DIFFERENCES", 2)
    known = shelf(File(a="one two", b="one three", c="four", d="one two \n"))
    pairs = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d")]
    first = [known.difference(made(one), made(two)) for one, two in pairs]
    again = [known.difference(made(two), made(one)) for one, two in pairs]
    assert first == again
    assert first[3] is None, "a reader would see no difference"
    assert first[0] is not None
    assert 0.0 < first[0] < 1.0
    assert known.difference(made("a"), made("a")) is None
