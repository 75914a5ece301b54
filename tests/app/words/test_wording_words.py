"""Every wording for writers has a name for people, and one whose name is new has its own."""

from __future__ import annotations

import pytest

from app.language import VARIABLE
from app.words.wording_words import TITLES, wording_title
from optimizer.wordings import wording_names


def test_every_wording_for_writers_has_a_title() -> None:
    assert set(TITLES) == {name for name in wording_names() if not name.startswith("judge")}
    assert len(set(TITLES.values())) == len(TITLES)


def test_titles_are_said_in_the_language_of_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "de")
    assert wording_title("critique_rewrite") == "Kritik: neuer Prompt"


def test_an_unknown_one_is_called_by_its_name() -> None:
    assert wording_title("my_own") == "my own"
