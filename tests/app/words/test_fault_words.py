"""What a fault says to the person."""

from __future__ import annotations

import pytest

from app.words.fault_words import fault_words
from optimizer.errors import WorldFault
from optimizer.views import FaultView


@pytest.mark.parametrize("kind", [WorldFault, FaultView])
def test_cause_and_remedy_are_one_text(kind: type) -> None:
    assert fault_words(kind("It is full.", "Empty it.")) == "It is full. Empty it."
    assert fault_words(kind("It is full.", "")) == "It is full."


def test_both_are_told_in_the_language_of_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    fault = WorldFault("Price unknown.", "Name the model.")
    assert fault_words(fault) == "Preis unbekannt. Das Modell nennen."
