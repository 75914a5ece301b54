"""Texts for people that remember what they were made of.

The engine speaks English. A room above may say the same in another language, for which it needs
the sentence before its values were filled in: a finished text cannot be looked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


class Said(str):
    """An English text that also knows its template and its values.

    It is an ordinary text to everybody else; cutting or joining it gives one that knows nothing.

    Attributes:
        template: The sentence with `{name}` for each value; as it is when there are no values.
        many: The sentence for a count other than one; empty when the text counts nothing.
        values: What stands for each name.
    """

    __slots__ = ("many", "template", "values")

    template: str
    many: str
    values: Mapping[str, object]

    def __new__(cls, template: str, many: str, values: Mapping[str, object]) -> Self:
        chosen = many if many and values["n"] != 1 else template
        text = super().__new__(cls, chosen.format(**values) if values else chosen)
        text.template = template
        text.many = many
        text.values = values
        return text

    def __reduce__(self) -> tuple[type[Said], tuple[str, str, Mapping[str, object]]]:
        return type(self), (self.template, self.many, self.values)


def mark(text: str) -> str:
    """Return a text as it is, noted for translation where it will be shown.

    Args:
        text: The English text of a table that is made before the language is known.

    Returns:
        The same text.
    """
    return text


def say(template: str, /, **values: object) -> Said:
    """Return a text for people.

    Args:
        template: The English sentence, with `{name}` or `{name:format}` for each value. Without
            values it is taken as it is, braces too.
        values: What stands for each name.

    Returns:
        The text with the values in it.
    """
    return Said(template, "", values)


def say_n(one: str, many: str, n: int, /, **values: object) -> Said:
    """Return a text for people that counts something.

    Args:
        one: The English sentence for exactly one, with `{n}` for the count.
        many: The one for every other count.
        n: The count.
        values: What stands for the other names.

    Returns:
        The text with the values in it.
    """
    return Said(one, many, {"n": n, **values})
