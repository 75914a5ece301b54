"""Read-only tables over frozen rows: whole rows, numbers right-aligned and tabular."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.theme import GAP, Theme
from app.widgets.elastic_columns import stretch_columns
from app.widgets.empty_note import paint_note
from app.widgets.rows_model import ROW_ROLE, RowsModel, TableColumn

MEASURED = 30  # rows that the width of a column is found from
LEAST_STRETCH = 110  # pixels at 100 % that a column which stretches gets


class RowsTable(QTableView):
    """A quiet table: whole rows selected, sortable, copied with Ctrl+C as tab-separated text."""

    def __init__(
        self, columns: Sequence[TableColumn], theme: Theme, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._when_empty = ""
        self._widest: int | None = None  # None until the columns were fitted
        self.rows_model = RowsModel(columns, theme)
        self.rows_model.setParent(self)
        self.setModel(self.rows_model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(MEASURED)
        for at, column in enumerate(columns):
            if column.stretch:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        theme.changed.connect(self._restyle)
        self._resize_rows()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.rows_model.set_rows(rows)

    def say_when_empty(self, text: str) -> None:
        """Say something in the place of rows, while there are none."""
        self._when_empty = text
        self.setAccessibleDescription(text)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._when_empty and not self.rows_model.rowCount():
            paint_note(self, self._when_empty, self._theme)

    def fit_columns(self, widest: int = 0) -> None:
        """Make each column as wide as its heading and its cells need; one stretches over the rest.

        Args:
            widest: The most a column may take, in pixels at 100 %; 0 for no such limit.
        """
        self._widest = widest
        heading = self.horizontalHeader().fontMetrics()
        for at, column in enumerate(self.rows_model.columns):
            if not column.stretch:
                wide = heading.horizontalAdvance(column.title) + 2 * GAP
                wide = max(wide, self.sizeHintForColumn(at))
                self.setColumnWidth(at, min(wide, self._theme.px(widest)) if widest else wide)
        self._stretch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch()

    def _stretch(self) -> None:
        columns = enumerate(self.rows_model.columns)
        elastic = [at for at, each in columns if each.stretch and not self.isColumnHidden(at)]
        stretch_columns(self, elastic, self._theme.px(LEAST_STRETCH))

    def selected_row(self) -> Any | None:
        """Return the row that is current, or None."""
        index = self.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def select_row(self, wanted: Callable[[Any], bool]) -> bool:
        """Make the first row that is `wanted` current; tell whether there is one."""
        for at in range(self.rows_model.rowCount()):
            if wanted(self.rows_model.row_at(at)):
                self._select(at)
                return True
        return False

    def select_number(self, number: int | None) -> None:
        """Make the row current that stands at a place among the rows; None for no such row."""
        if number is not None:
            self._select(self.rows_model.place_of(number))

    def _select(self, at: int) -> None:
        # Told in full: while Ctrl is held, the view by itself would select nothing.
        self.selectionModel().setCurrentIndex(
            self.rows_model.index(at, 0),
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows,
        )

    def as_text(self, *, selected_only: bool = False) -> str:
        """Return the table as tab-separated text with its headings."""
        chosen = {index.row() for index in self.selectionModel().selectedRows()}
        lines = ["\t".join(column.title for column in self.rows_model.columns)]
        for at in range(self.rows_model.rowCount()):
            if not selected_only or at in chosen:
                row = self.rows_model.row_at(at)
                cells = (" ".join(column.text(row).split()) for column in self.rows_model.columns)
                lines.append("\t".join(cells))
        return "\n".join(lines) + "\n"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_text(selected_only=True))
            return
        super().keyPressEvent(event)

    def _restyle(self) -> None:
        self._resize_rows()
        if self._widest is not None:
            self.fit_columns(self._widest)

    def _resize_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(28))
