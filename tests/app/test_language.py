"""Texts in the person's language."""

from __future__ import annotations

import pickle

import pytest

from app.language import choose_language, language, mark, tr, tr_n, within
from optimizer.said import say, say_n


@pytest.fixture(autouse=True)
def _language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


def test_english_fills_in_values() -> None:
    assert tr("{name} has {n:,} rows", name="a.csv", n=1200) == "a.csv has 1,200 rows"


def test_braces_stay_where_there_are_no_values() -> None:
    assert tr("Write {{input}} where the text goes") == "Write {{input}} where the text goes"
    assert say("Write {{input}}") == "Write {{input}}"


def test_values_are_not_templates() -> None:
    assert tr("About {name}", name="{n}") == "About {n}"


def test_counts_choose_their_form() -> None:
    assert tr_n("{n} vote", "{n} votes", 1) == "1 vote"
    assert tr_n("{n} vote", "{n} votes", 0) == "0 votes"


def test_figures_are_written_as_the_language_does() -> None:
    choose_language("de_AT.UTF-8")
    assert language() == "de"
    assert tr("{n:,.1f} x {name}", n=1234.5, name="a.b") == "1.234,5 x a.b"


@pytest.mark.parametrize("wanted", ["fr_FR.UTF-8", "C", "POSIX", "../de", ""])
def test_a_language_without_a_catalogue_is_english(wanted: str) -> None:
    choose_language(wanted)
    assert language() == "en"


def test_system_takes_the_first_language_the_environment_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("LANGUAGE")
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setenv("LC_MESSAGES", "de_DE.UTF-8")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    choose_language("system")
    assert language() == "de"


def test_a_text_of_the_engine_is_said_again() -> None:
    said = say("{what} cost {cost:.2f}", what=say_n("{n} call", "{n} calls", 2), cost=0.5)
    assert said == "2 calls cost 0.50"
    assert tr(said) == said
    choose_language("de")
    assert tr(said) == "2 calls cost 0,50"


def test_a_text_of_the_engine_survives_the_way_between_processes() -> None:
    said = pickle.loads(
        pickle.dumps(say_n("{n} call to {name}", "{n} calls to {name}", 2, name="m"))
    )
    assert said == "2 calls to m"
    assert said.many == "{n} calls to {name}"


def test_a_marked_text_stays_english_until_it_is_shown() -> None:
    choose_language("de")
    assert mark("Prompts") == "Prompts"


def test_only_english_titles_lose_their_capital_within_a_sentence() -> None:
    assert within("Exact answer") == "exact answer"
    assert within("") == ""
    choose_language("de")
    assert within("Genaue Antwort") == "Genaue Antwort"


def test_what_the_window_learns_of_the_system_counts_where_its_environment_names_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "")
    choose_language("system")  # before there is a window to ask
    choose_language("system", "de_DE")
    assert language() == "de"
