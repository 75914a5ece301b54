"""Strict reading of a mapping out of a file: every fault names the file and the key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from optimizer.errors import MethodFault
from optimizer.records import SettingValue
from optimizer.said import say

_NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
_Kind = TypeVar("_Kind")
_Word = TypeVar("_Word", bound=StrEnum)

_TITLES: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    bool: "yes or no",
    dict: "a mapping",
    list: "a list",
}


class Fields:
    """The keys of one mapping, each of which must be read.

    Args:
        value: What the file holds at this place.
        where: The file and the keys that lead here.
    """

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise MethodFault(say("{where}: a mapping is needed here.", where=where))
        self._values = value
        self._unread = list(value)
        self.where = where

    def need(self, key: str, kind: type[_Kind]) -> _Kind:
        """Return the value of a key that must be there.

        Raises:
            MethodFault: It is missing, empty or of another kind.
        """
        if key not in self._values:
            raise MethodFault(say("{at}: this key is missing.", at=self.at(key)))
        found = self.get(key, kind)
        if found is None or found in ("", [], {}):
            raise MethodFault(say("{at}: this may not be empty.", at=self.at(key)))
        return found

    def get(self, key: str, kind: type[_Kind]) -> _Kind | None:
        """Return the value of a key, or None when it is missing or null.

        Raises:
            MethodFault: It is of another kind.
        """
        value = self.any(key)
        if value is None:
            return None
        # A bool is an int to Python, and not to anybody who reads the file.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise MethodFault(
                say(
                    "{at}: {titles} is needed, not {value!r}.",
                    at=self.at(key),
                    titles=_TITLES[kind],
                    value=value,
                )
            )
        return value

    def name(self, key: str) -> str:
        """Return a text that must be there and serve as a name.

        Raises:
            MethodFault: It is missing, or holds other letters.
        """
        name = self.need(key, str)
        if not _NAME.fullmatch(name):
            raise MethodFault(
                say("{at}: {name!r} is not a name; use a-z, 0-9 and _.", at=self.at(key), name=name)
            )
        return name

    def any(self, key: str) -> object:
        """Return the value of a key whatever it is; None when it is missing."""
        if key in self._unread:
            self._unread.remove(key)
        value: object = self._values.get(key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; an empty one when the key is missing."""
        found = []
        for place, value in self.each(key):
            if not isinstance(value, str) or not value:
                raise MethodFault(
                    say("{place}: a text is needed, not {value!r}.", place=place, value=value)
                )
            found.append(value)
        return tuple(found)

    def each(self, key: str) -> Iterator[tuple[str, object]]:
        """Yield the place and value of each entry of a list."""
        for number, value in enumerate(self.get(key, list) or ()):
            yield f"{self.at(key)}[{number}]", value

    def items(self) -> Iterator[tuple[str, object]]:
        """Yield every key with its value; all count as read."""
        self._unread.clear()
        yield from self._values.items()

    def finish(self) -> None:
        """Refuse keys that nobody read.

        Raises:
            MethodFault: There is one; a misspelt key would be silently without effect.
        """
        if self._unread:
            raise MethodFault(
                say("{at}: this key is not known here.", at=self.at(str(self._unread[0])))
            )

    def at(self, key: str) -> str:
        """Return the place of a key, for messages."""
        return f"{self.where}: {key}" if ": " not in self.where else f"{self.where}.{key}"


def word(kind: type[_Word], value: object, place: str) -> _Word:
    """Return the word of an enumeration that a value says.

    Raises:
        MethodFault: It says none of them.
    """
    try:
        return kind(str(value))
    except ValueError as error:
        allowed = ", ".join(each.value for each in kind)
        raise MethodFault(
            say(
                "{place}: {value!r} is not one of: {allowed}.",
                place=place,
                value=value,
                allowed=allowed,
            )
        ) from error


def plain(value: object, place: str) -> SettingValue:
    """Return a value that a setting may hold.

    Raises:
        MethodFault: It is a list, a mapping or nothing.
    """
    if isinstance(value, (bool, int, float, str)):
        return value
    raise MethodFault(
        say("{place}: a plain value is needed, not {value!r}.", place=place, value=value)
    )
