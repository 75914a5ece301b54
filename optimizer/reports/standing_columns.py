"""How all candidates stand, a column a figure: one standing is made when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import starmap
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.preference.arrays import FloatArray, IntArray
from optimizer.records import Standing

_FIELDS = tuple(field.name for field in fields(Standing))


class Standings(Mapping[str, Standing]):
    """The standing of every candidate by its id; never changed.

    Args:
        ids: Of the candidates, in their order.
        columns: One for each field of `Standing`, in its order, shape (K,) each.
    """

    def __init__(self, ids: Sequence[str], columns: Sequence[NDArray[Any]]) -> None:
        self._ids = ids
        self._columns = tuple(columns)
        self._places: dict[str, int] | None = None

    def __getitem__(self, prompt_id: str) -> Standing:
        return self.at(self._index[prompt_id])

    def __contains__(self, prompt_id: object) -> bool:
        return prompt_id in self._index

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def mean(self) -> FloatArray:
        """The candidates' strengths, shape (K,)."""
        return np.asarray(self.figures("mean"))

    def at(self, place: int) -> Standing:
        """Return the standing of the candidate at a place."""
        return Standing(*[column.item(place) for column in self._columns])

    def in_order(self) -> Iterator[Standing]:
        """Yield every standing in the candidates' order."""
        # As lists the columns are gone through several times as fast.
        rows = zip(*(column.tolist() for column in self._columns), strict=True)
        return starmap(Standing, rows)

    def tells(self, name: str) -> bool:
        """Return whether a figure is one of standings."""
        return name in _FIELDS

    def figures(self, name: str) -> NDArray[Any]:
        """Return one field of all standings, shape (K,)."""
        return self._columns[_FIELDS.index(name)]

    def take(self, places: IntArray) -> Standings:
        """Return the standings of the candidates at some places."""
        ids = [self._ids[place] for place in places.tolist()]
        return Standings(ids, [column[places] for column in self._columns])

    @property
    def _index(self) -> dict[str, int]:
        if self._places is None:
            self._places = {prompt_id: place for place, prompt_id in enumerate(self._ids)}
        return self._places
