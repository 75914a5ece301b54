"""A card with a chart, or its numbers as a table; both can be copied and saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QScrollArea, QStackedWidget, QToolButton, QWidget

from app.language import tr
from app.progress.chart_files import csv_text, png_bytes, svg_text
from app.requests import SaveBytes, SaveText
from app.theme import Theme
from app.widgets.card import Card
from app.widgets.icon_button import IconButton
from app.widgets.rows_table import RowsTable


class ChartCard(Card):
    """Shows one of the two; *Table* turns to the numbers.

    Args:
        title: What the chart is of.
        table: The numbers.
        theme: Gives colours.
        chart: The chart; None for a card that is a table only.
    """

    request = Signal(object)

    def __init__(
        self,
        title: str,
        table: RowsTable,
        theme: Theme,
        chart: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self._theme = theme
        self._name = title
        self._table = table
        self._rows: Sequence[Any] | None = None
        self._chart = chart.widget() if isinstance(chart, QScrollArea) else chart
        self._stack = QStackedWidget()
        if chart is not None:
            self._stack.addWidget(chart)
            self.as_table = QToolButton()
            self.as_table.setText(tr("Table"))
            self.as_table.setCheckable(True)
            self.as_table.setAccessibleName(tr("{title}: as a table", title=title))
            self.as_table.toggled.connect(self._turn)
            self.add_action(self.as_table)
        self._stack.addWidget(table)
        self.copy = IconButton("copy", tr("Copy the numbers: {title}", title=title), theme)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.table.as_text()))
        self.add_action(self.copy)
        self.save = IconButton("export", tr("Save: {title}", title=title), theme)
        self.save.setMenu(self._save_menu())
        self.save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add_action(self.save)
        self.body.addWidget(self._stack, 1)

    @property
    def table(self) -> RowsTable:
        """The numbers, brought up to date."""
        self._fill()
        return self._table

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Take other numbers; the table is filled where it is seen or read."""
        self._rows = rows
        if self._stack.currentWidget() is self._table:
            self._fill()

    def _fill(self) -> None:
        if self._rows is None:
            return
        grown = len(self._rows) != len(self._table.rows_model.rows)
        self._table.set_rows(self._rows)
        self._rows = None
        if grown:
            self._table.fit_columns()

    def _turn(self, on: bool) -> None:
        self._fill()
        self._stack.setCurrentIndex(int(on))

    def _save_menu(self) -> QMenu:
        menu = QMenu(self.save)
        if (chart := self._chart) is not None:
            menu.addAction(tr("Picture (PNG) …")).triggered.connect(lambda: self._save_png(chart))
            menu.addAction(tr("Drawing (SVG) …")).triggered.connect(lambda: self._save_svg(chart))
        menu.addAction(tr("Numbers (CSV) …")).triggered.connect(self._save_csv)
        return menu

    def _save_png(self, chart: QWidget) -> None:
        picture = png_bytes(chart, self._theme.colours.base)
        self.request.emit(SaveBytes(picture, f"{self._name}.png"))

    def _save_svg(self, chart: QWidget) -> None:
        drawing = svg_text(chart, self._name, self._theme.colours.base)
        self.request.emit(SaveText(drawing, f"{self._name}.svg"))

    def _save_csv(self) -> None:
        self.request.emit(SaveText(csv_text(self.table), f"{self._name}.csv"))
