"""Frozen rows as Qt sees them: columns that tell what a row shows, and a model that sorts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from app.theme import Theme
from app.widgets.plain_text import visible

Index = QModelIndex | QPersistentModelIndex
SEEN = 200  # rows that are kept: those on the screen, and those that a width is found from
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_Cell = tuple[str, Qt.AlignmentFlag, QFont, QColor | None]
_SHOWN = {
    int(role): at
    for at, role in enumerate(
        (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.TextAlignmentRole,
            Qt.ItemDataRole.FontRole,
            Qt.ItemDataRole.ForegroundRole,
        )
    )
}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its title and how a row is shown and sorted in it.

    Args:
        title: The heading.
        text: What a cell shows.
        sort: What a cell is sorted by; the text when left out.
        keys: What all cells are sorted by, where the rows can tell it at once; None where not.
        order: The places of all rows in order, rising or (told True) falling, where the rows know
            it without looking at each; None where not.
        numeric: Right-aligned, with digits of one width.
        tip: The tool tip of a cell.
        colour: A `#rrggbb` colour of the text, or None.
        strong: Whether the cell is set in a heavier weight.
        stretch: Whether the column takes the room that is left.
        help: The tool tip of the heading.
    """

    title: str
    text: Callable[[Any], str]
    sort: Callable[[Any], Any] | None = None
    keys: Callable[[Sequence[Any]], Sequence[Any] | None] | None = None
    order: Callable[[Sequence[Any], bool], Sequence[int] | None] | None = None
    numeric: bool = False
    tip: Callable[[Any], str] | None = None
    colour: Callable[[Any], str | None] | None = None
    strong: Callable[[Any], bool] | None = None
    stretch: bool = False
    help: str = ""


class RowsModel(QAbstractTableModel):
    """A table model over a sequence of frozen rows, which it sorts itself.

    Sorting here, with every key computed once, takes 10,000 rows in some milliseconds; a proxy
    model that asks for two keys at every comparison takes seconds.
    """

    def __init__(self, columns: Sequence[TableColumn], theme: Theme) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: Sequence[Any] = ()
        self._seen: dict[int, Any] = {}  # the rows that were looked at of late
        self._cells: dict[tuple[int, int], _Cell] = {}  # and what is shown of them
        self._order: Sequence[int] = ()  # which row stands at each place of the table
        self._sort_column = -1
        self._descending = False
        self._theme = theme
        self._fonts: dict[tuple[bool, bool], QFont] = {}
        theme.changed.connect(self._restyle)

    @property
    def rows(self) -> Sequence[Any]:
        """The rows, in their own order."""
        return self._rows

    def row_at(self, place: int) -> Any:
        """Return the row at a place of the table."""
        number = self._order[place]
        if number not in self._seen:
            if len(self._seen) >= SEEN:
                self._forget()
            self._seen[number] = self._rows[number]
        return self._seen[number]

    def place_of(self, number: int) -> int:
        """Return at which place of the table a row stands that is known by its own place."""
        return self._order.index(number)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; a selection survives when the number of rows stays the same.

        Args:
            rows: They are kept as they are, and must not change.
        """
        if rows is self._rows:
            return
        self._forget()
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self._order = self._sorted()
            self.endResetModel()
            return
        self._rows = rows
        order = self._sorted()
        if order != self._order:
            self._reorder(order)
        elif rows:
            last = self.index(len(rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sort_column = column
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._reorder(self._sorted())

    def _sorted(self) -> Sequence[int]:
        """Return the places of the rows in order; those without a value are last either way."""
        if not 0 <= self._sort_column < len(self.columns):
            return range(len(self._rows))
        column = self.columns[self._sort_column]
        order = column.order(self._rows, self._descending) if column.order is not None else None
        if order is not None:
            return order
        numbers = list(range(len(self._rows)))
        key = column.sort or (lambda row: column.text(row).casefold())
        keys = column.keys(self._rows) if column.keys is not None else None
        if keys is None:
            keys = [key(row) for row in self._rows]
        if None not in keys:
            numbers.sort(key=keys.__getitem__, reverse=self._descending)
            return numbers
        present = [number for number in numbers if keys[number] is not None]
        present.sort(key=keys.__getitem__, reverse=self._descending)
        return present + [number for number in numbers if keys[number] is None]

    def _reorder(self, order: Sequence[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        place = {row: order.index(self._order[row]) for row in {each.row() for each in before}}
        after = [self.index(place[each.row()], each.column()) for each in before]
        self._order = order
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.numeric else LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.help or None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # Of every cell much is asked that nobody told; then the row need not be looked at.
        if role in _SHOWN:
            return self._cell(index.row(), index.column())[_SHOWN[role]]
        if role == ROW_ROLE:
            return self.row_at(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            tip = self.columns[index.column()].tip
            return tip(self.row_at(index.row())) if tip else None
        return None

    def multiData(self, index: Index, asked: Any) -> None:
        # Seven things are asked of each cell that is painted. One by one, each of them would wait
        # for the interpreter while the engine is at work in it.
        cell = self._cell(index.row(), index.column())
        for at in range(asked.size()):
            answer = asked[at]
            role = answer.role()
            answer.setData(cell[_SHOWN[role]] if role in _SHOWN else self.data(index, role))

    def _cell(self, place: int, number: int) -> _Cell:
        """Return what is shown of a cell; it is painted more often than it changes."""
        key = self._order[place], number
        cell = self._cells.get(key)
        if cell is None:
            column, row = self.columns[number], self.row_at(place)
            colour = column.colour(row) if column.colour else None
            strong = bool(column.strong and column.strong(row))
            cell = self._cells[key] = (
                visible(column.text(row)),
                RIGHT if column.numeric else LEFT,
                self._font(column.numeric, strong),
                QColor(colour) if colour else None,
            )
        return cell

    def _font(self, numeric: bool, strong: bool) -> QFont:
        key = (numeric, strong)
        if key not in self._fonts:
            self._fonts[key] = self._theme.interface_font(bold=strong, tabular=numeric)
        return self._fonts[key]

    def _forget(self) -> None:
        self._seen.clear()
        self._cells.clear()

    def _restyle(self) -> None:
        self._fonts.clear()
        self._cells.clear()
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
