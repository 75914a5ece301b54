"""The names that people read for the ways of writing prompts."""

from __future__ import annotations

import pytest

from app.words.proposer_words import proposer_title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("exemplar_selection", "Exemplar selection"),
        ("opro", "OPRO"),
        ("somebody_elses", "Somebody elses"),
    ],
)
def test_a_proposer_is_called_like_its_method_or_in_plain_words(name: str, title: str) -> None:
    assert proposer_title(name) == title
