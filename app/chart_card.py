"""A card with a chart, or its numbers as a table that can be copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QToolButton, QWidget

from app.card import Card
from app.icon_button import IconButton
from app.tables import RowsTable
from app.theme import Theme


class ChartCard(Card):
    """Shows one of the two; *Table* turns to the numbers.

    Args:
        title: What the chart is of.
        table: The numbers.
        theme: Gives colours.
        chart: The chart; None for a card that is a table only.
    """

    def __init__(
        self,
        title: str,
        table: RowsTable,
        theme: Theme,
        chart: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self.table = table
        self._stack = QStackedWidget()
        if chart is not None:
            self._stack.addWidget(chart)
            self.as_table = QToolButton()
            self.as_table.setText("Table")
            self.as_table.setCheckable(True)
            self.as_table.setAccessibleName(f"{title}: as a table")
            self.as_table.toggled.connect(lambda on: self._stack.setCurrentIndex(int(on)))
            self.add_action(self.as_table)
        self._stack.addWidget(table)
        self.copy = IconButton("copy", f"Copy the numbers: {title}", theme)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.table.as_text()))
        self.add_action(self.copy)
        self.body.addWidget(self._stack, 1)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Put other numbers into the table."""
        grown = len(rows) != len(self.table.rows_model.rows)
        self.table.set_rows(rows)
        if grown:
            self.table.fit_columns()
