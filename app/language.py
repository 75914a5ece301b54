"""The language of all texts for people.

English is the language of the code; others are catalogues in `resources/languages`. The choice is
kept where systems keep it, in the environment variable LANGUAGE, so that every thread and every
child process speaks the same one.
"""

from __future__ import annotations

import os
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from string import Formatter
from typing import Any

from optimizer.said import Said
from optimizer.said import mark as mark

VARIABLE = "LANGUAGE"
ENGLISH = "en"
SYSTEM = "system"
NAMES = {ENGLISH: "English", "de": "Deutsch"}
DECIMAL_COMMA = frozenset({"de"})
_SWAPPED = str.maketrans(",.", ".,")


def tr(text: str, /, **values: object) -> str:
    """Return a text in the person's language.

    Args:
        text: The English text, with `{name}` or `{name:format}` for each value, or a finished text
            of the engine.
        values: What stands for each name; values that are texts of the engine are translated too.

    Returns:
        The text with the values in it; English where no translation exists.
    """
    if isinstance(text, Said):
        return _again(text)
    found = _catalogue(language()).gettext(text) if text else text
    return _Filling().vformat(found, (), values) if values else found


def tr_n(one: str, many: str, n: int, /, **values: object) -> str:
    """Return a text that counts something in the person's language.

    Args:
        one: The English text for exactly one, with `{n}` for the count.
        many: The one for every other count.
        n: The count.
        values: What stands for the other names.

    Returns:
        The text with the values in it.
    """
    found = _catalogue(language()).ngettext(one, many, n)
    return _Filling().vformat(found, (), {"n": n, **values})


def tr_as(context: str, text: str, /) -> str:
    """Return a word that means different things in different places.

    Args:
        context: What it means here, such as `verb`.
        text: The English word.

    Returns:
        The word in the person's language.
    """
    return _catalogue(language()).pgettext(context, text)


def figure(text: str) -> str:
    """Return a number written the English way as the person's language writes it: `1.234,5`."""
    return text.translate(_SWAPPED) if language() in DECIMAL_COMMA else text


def within(title: str) -> str:
    """Return a title as it stands inside a sentence: in English without its capital."""
    return title[:1].lower() + title[1:] if language() == ENGLISH else title


def language() -> str:
    """Return the code of the language that is spoken, such as `de`."""
    return os.environ.get(VARIABLE) or ENGLISH


def choose_language(wanted: str, otherwise: str = "") -> None:
    """Speak a language from now on; texts that are already made stay as they are.

    Args:
        wanted: A code such as `de` or `de_AT.UTF-8`, or `system` for that of the environment; a
            language without a catalogue is English.
        otherwise: The system's language where its environment names none; while that is not known
            either nothing is chosen, and English is spoken.
    """
    if wanted == SYSTEM:
        wanted = _named_by_system() or otherwise
        if not wanted:
            return
    code = wanted.partition(":")[0].partition(".")[0].replace("-", "_").partition("_")[0]
    os.environ[VARIABLE] = code if code in NAMES else ENGLISH


@cache
def _catalogue(code: str) -> NullTranslations:
    file = files("resources") / "languages" / f"{code}.mo"
    if code not in NAMES or not file.is_file():
        return NullTranslations()
    with file.open("rb") as stream:
        return GNUTranslations(stream)


def _named_by_system() -> str:
    named = (os.environ.get(name) for name in (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"))
    return next(filter(None, named), "")


def _again(text: Said) -> str:
    if text.many:
        counted = dict(text.values)
        return tr_n(text.template, text.many, int(str(counted.pop("n"))), **counted)
    return tr(str(text.template), **text.values)


class _Filling(Formatter):
    """Fills in values as the language writes them."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Said):
            value = _again(value)
        filled = str(super().format_field(value, format_spec))
        return figure(filled) if isinstance(value, int | float) else filled
