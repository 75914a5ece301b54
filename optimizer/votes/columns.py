"""Columns that grow: what there is too much of to keep as one object a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from optimizer.preference.arrays import IntArray

_ROOM = 64


class Codes:
    """Names as small numbers, in the order in which they were first met.

    Args:
        names: The first ones.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = list(names)
        self._code = {name: code for code, name in enumerate(self.names)}

    def __len__(self) -> int:
        return len(self.names)

    @property
    def known(self) -> Mapping[str, int]:
        """The numbers by name."""
        return self._code

    def add(self, name: str) -> int:
        """Return the number of a name, which gets one if it has none."""
        code = self._code.setdefault(name, len(self.names))
        if code == len(self.names):
            self.names.append(name)
        return code

    def encode(self, names: Sequence[str]) -> IntArray:
        """Return the numbers of many names, shape (n,)."""
        try:
            return self._numbers(names)
        except KeyError:
            for name in dict.fromkeys(names):
                self.add(name)
        return self._numbers(names)

    def copy(self) -> Codes:
        """Return the same names and numbers, to which others can be added."""
        other = Codes()
        other.names, other._code = self.names.copy(), self._code.copy()
        return other

    def _numbers(self, names: Sequence[str]) -> IntArray:
        numbers = map(self._code.__getitem__, names)
        return np.fromiter(numbers, dtype=np.int64, count=len(names))


class Column:
    """Whole numbers, one a row; rows are added at the end.

    Args:
        values: The first ones, shape (n,).
    """

    def __init__(self, values: IntArray | Sequence[int] = ()) -> None:
        self._room = np.asarray(values, dtype=np.int64)
        self._size = len(self._room)

    def __len__(self) -> int:
        return self._size

    def append(self, value: int) -> None:
        """Add a row."""
        if self._size == len(self._room):
            room = np.empty(max(_ROOM, 2 * self._size), dtype=np.int64)
            room[: self._size] = self._room
            self._room = room
        self._room[self._size] = value
        self._size += 1

    def changed(self, row: int, value: int) -> Column:
        """Return a column in which one row is another; this one stays as it is."""
        other = Column(self.values.copy())
        other._room[row] = value
        return other

    @property
    def values(self) -> IntArray:
        """All rows, shape (n,); rows that are added later are not in it."""
        return self._room[: self._size]


class Sums:
    """A whole number for each of many things that are told apart by small numbers.

    Args:
        values: The first ones, shape (n,); whatever comes later begins at 0.
    """

    def __init__(self, values: IntArray) -> None:
        self._values = np.asarray(values, dtype=np.int64)

    def __getitem__(self, code: int) -> int:
        return int(self._values[code]) if 0 <= code < len(self._values) else 0

    def add(self, code: int) -> None:
        """Count one more."""
        if code >= len(self._values):
            more = np.zeros(max(_ROOM, code + 1 - len(self._values)), dtype=np.int64)
            self._values = np.concatenate([self._values, more])
        self._values[code] += 1

    def frozen(self) -> IntArray:
        """Return the numbers of now, shape (n,)."""
        return self._values.copy()
