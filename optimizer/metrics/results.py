"""What the candidates answered on the tuning examples, and how the metric scored it, by id."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from optimizer.outputs import Cell, Made

Value = TypeVar("Value")
Answers = Mapping[str, Mapping[str, str]]
Scores = Mapping[str, Mapping[str, float]]


class Results:
    """Answers and scores by prompt and example, ready to be frozen at any time.

    An output is read only when a picture is asked for. Rows are replaced, never changed, so that
    a picture costs one step per prompt however much was answered.

    Args:
        stored: Gives the outputs on tuning examples, when they are first asked for.
    """

    def __init__(self, stored: Callable[[], Iterable[tuple[Cell, Made]]] | None = None) -> None:
        self._stored = stored  # None once they are entered
        self._unread: dict[str, Cell] = {}  # by output id
        self._cells: dict[str, Cell] = {}
        self._unscored: dict[str, Cell] = {}
        self._answers: dict[str, dict[str, str]] = {}
        self._scores: dict[str, dict[str, float]] = {}
        self._metric = ""

    def __len__(self) -> int:
        self._begin()
        return len(self._cells) + len(self._unread)

    def add(self, cell: Cell, made: Made) -> None:
        """Enter an output on a tuning example."""
        if self._stored is None:
            self._unread[made.output_id] = cell

    def picture(
        self,
        metric: str,
        texts: Callable[[Collection[str]], Mapping[str, str]],
        scores: Mapping[str, float],
    ) -> tuple[Answers, Scores]:
        """Return all answers and all scores, by prompt id and example id.

        Args:
            metric: Which metric is asked for; empty for none.
            texts: Gives texts by output id.
            scores: That metric's scores by output id.

        Returns:
            Tables that later outputs do not change.
        """
        self._begin()
        said = texts(tuple(self._unread)) if self._unread else {}
        self._answers = _with(self._answers, {self._unread[o]: text for o, text in said.items()})
        self._cells |= self._unread
        self._unscored |= self._unread
        self._unread = {}
        if metric != self._metric:
            self._metric, self._scores, self._unscored = metric, {}, dict(self._cells)
        scored = [output for output in self._unscored if output in scores]
        found = {self._unscored.pop(output): scores[output] for output in scored}
        self._scores = _with(self._scores, found)
        return _frozen(self._answers), _frozen(self._scores)

    def _begin(self) -> None:
        if self._stored is not None:
            self._unread = {made.output_id: cell for cell, made in self._stored()}
            self._stored = None


def _with(
    table: dict[str, dict[str, Value]], cells: Mapping[Cell, Value]
) -> dict[str, dict[str, Value]]:
    """Return a table with more cells; its old rows are left as they are."""
    rows: dict[str, dict[str, Value]] = {}
    for cell, value in cells.items():
        rows.setdefault(cell.prompt_id, {})[cell.example_id] = value
    return table | {prompt_id: table.get(prompt_id, {}) | row for prompt_id, row in rows.items()}


def _frozen(table: dict[str, dict[str, Value]]) -> Mapping[str, Mapping[str, Value]]:
    return MappingProxyType({prompt_id: MappingProxyType(row) for prompt_id, row in table.items()})
