"""Text with holes: literal strings and the slots that a row's values fill.

A value is put in once and never looked at again: a value that reads `{{name}}` stays so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from optimizer.errors import DataFault
from optimizer.said import say

_PLACEHOLDER = re.compile(r"\{\{([^{}\r\n]+)\}\}")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a text that the value of a column fills."""

    column: str


Pieces = tuple[str | Slot, ...]


def parse(text: str) -> Pieces:
    """Return a template as literals and slots, without empty literals."""
    pieces: list[str | Slot] = []
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        name = match[1].strip()
        if name:
            pieces += [text[end : match.start()], Slot(name)]
            end = match.end()
    pieces.append(text[end:])
    return tuple(piece for piece in pieces if piece != "")


def bare_text(text: str) -> str:
    """Return what a template says beside its slots."""
    return " ".join(piece for piece in parse(text) if isinstance(piece, str))


def literal(text: str) -> Pieces:
    """Return text that holds no slots, whatever it looks like."""
    return (text,) if text else ()


def placeholders(text: str) -> tuple[str, ...]:
    """Return the distinct column names that a template mentions, in order of appearance.

    Args:
        text: A template such as `Reply to {{ customer }}`; blanks inside the braces do not count.
    """
    return columns_of(parse(text))


def columns_of(pieces: Iterable[str | Slot]) -> tuple[str, ...]:
    """Return the distinct columns of the slots, in order of appearance."""
    return tuple(dict.fromkeys(piece.column for piece in pieces if isinstance(piece, Slot)))


def fill(pieces: Pieces, fields: Mapping[str, str]) -> str:
    """Return the text with every slot filled.

    Args:
        pieces: Text and slots.
        fields: The row's values by column.

    Raises:
        DataFault: A slot's column is not among the fields.
    """
    return "".join(_value(piece, fields) for piece in pieces)


def join(parts: Iterable[Pieces], separator: str) -> Pieces:
    """Return the parts one after the other with the separator between those that are not empty.

    Args:
        parts: Each text and slots of its own.
        separator: What stands between two of them; may be empty.
    """
    joined: list[str | Slot] = []
    for part in parts:
        if not part:
            continue
        if joined and separator:
            joined.append(separator)
        joined += part
    return tuple(joined)


def _value(piece: str | Slot, fields: Mapping[str, str]) -> str:
    if isinstance(piece, str):
        return piece
    try:
        return fields[piece.column]
    except KeyError:
        known = ", ".join(fields) or "none"
        raise DataFault(
            say(
                "The prompt uses {{{{{column}}}}}, but the data has no column of that name.",
                column=piece.column,
            ),
            say("Change the placeholder or the data. The columns are: {known}.", known=known),
        ) from None
