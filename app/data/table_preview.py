"""The first rows of a data file or of the examples, to look at and to choose one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.theme import GAP, Theme
from app.widgets.plain_text import visible
from app.widgets.plain_tip import plain_tip

Index = QModelIndex | QPersistentModelIndex
WIDEST, LEAST = 260, 120  # pixels at 100 % that a column takes at most, and gives way to
CELL = 200  # characters of a value that a cell shows


class _Preview(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[str, ...] = ()
        self.rows: tuple[Mapping[str, str], ...] = ()

    def fill(self, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
        self.beginResetModel()
        self.columns, self.rows = tuple(columns), tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if across else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(self.columns[section]) if across else str(section + 1)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        value = self.rows[index.row()].get(self.columns[index.column()], "")
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(" ".join(value[: 2 * CELL].split())[:CELL])
        if role == Qt.ItemDataRole.ToolTipRole and len(value) > 30:
            return plain_tip(value)
        return None


class TablePreview(QTableView):
    """A table of text cells with numbered rows; `row_chosen` carries the row's number from 0."""

    row_chosen = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wanted: list[int] = []  # how wide each column would be
        self._preview = _Preview()
        self._preview.setParent(self)
        self.setModel(self._preview)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(
            lambda now, _: self.row_chosen.emit(now.row()) if now.isValid() else None
        )
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def row(self) -> int:
        """The number of the chosen row, from 0; -1 when there is none."""
        return self.currentIndex().row()

    def show_rows(self, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
        """Show other rows and choose the first."""
        self._preview.fill(columns, rows)
        header, widest = self.horizontalHeader(), self._theme.px(WIDEST)
        self._wanted = [
            min(max(self.sizeHintForColumn(at), header.sectionSizeHint(at)) + GAP, widest)
            for at in range(len(columns))
        ]
        self._share_width()
        header.setStretchLastSection(True)
        if rows:
            self.selectRow(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Let the longest columns give way first, as long as something of them can be read."""
        room, most, left = self.viewport().width(), 0, len(self._wanted)
        for wide in sorted(self._wanted):
            # What the shorter ones leave is shared among the longer.
            most = max(self._theme.px(LEAST), room // left)
            if wide > most:
                break
            room, left = room - wide, left - 1
        for at, wide in enumerate(self._wanted):
            self.setColumnWidth(at, min(wide, most))

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(26))
