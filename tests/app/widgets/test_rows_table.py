"""Tables over frozen rows: sorted, copied, and steady under updates."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelRoleData, QModelRoleDataSpan, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.theme import Theme
from app.widgets.rows_model import TableColumn
from app.widgets.rows_table import LEAST_STRETCH, RowsTable


@dataclass(frozen=True)
class Thing:
    name: str
    size: float | None


THINGS = (Thing("b", 2.0), Thing("A", None), Thing("c", 10.0))


@pytest.fixture
def table(qtbot: QtBot, theme: Theme) -> RowsTable:
    columns = (
        TableColumn("Name", lambda row: row.name, stretch=True),
        TableColumn("Size", lambda row: f"{row.size}", sort=lambda row: row.size, numeric=True),
    )
    made = RowsTable(columns, theme, "Things")
    qtbot.addWidget(made)
    made.set_rows(THINGS)
    return made


def names(table: RowsTable) -> list[str]:
    return [table.model().index(at, 0).data() for at in range(table.model().rowCount())]


def test_rows_keep_their_own_order_until_they_are_sorted(table: RowsTable) -> None:
    assert names(table) == ["b", "A", "c"]


def test_text_is_sorted_without_regard_to_case(table: RowsTable) -> None:
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert names(table) == ["A", "b", "c"]


def test_rows_without_a_value_are_last_whichever_way(table: RowsTable) -> None:
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert names(table) == ["b", "c", "A"]
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert names(table) == ["c", "b", "A"]


def test_the_chosen_row_stays_chosen_when_the_order_changes(table: RowsTable) -> None:
    assert table.select_row(lambda row: row.name == "b")
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert table.selected_row() == THINGS[0]
    table.set_rows((Thing("b", 99.0), *THINGS[1:]))
    assert names(table) == ["b", "c", "A"]
    assert table.selected_row() == Thing("b", 99.0)


def test_it_is_copied_as_text_in_the_order_shown(table: RowsTable, qtbot: QtBot) -> None:
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert table.as_text() == "Name\tSize\nA\tNone\nb\t2.0\nc\t10.0\n"
    table.select_row(lambda row: row.name == "c")
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Name\tSize\nc\t10.0\n"


def test_a_wide_column_is_held_to_its_limit_at_any_zoom(table: RowsTable, theme: Theme) -> None:
    table.set_rows((Thing("x", 1.2345678901234567e300), *THINGS))
    table.fit_columns(60)
    assert table.columnWidth(1) == 60
    theme.set_zoom(2.0)
    assert table.columnWidth(1) == 120


def test_a_chosen_row_stays_selected_even_while_ctrl_is_held(
    qtbot: QtBot, table: RowsTable
) -> None:
    assert table.select_row(lambda row: row.name == "A")
    qtbot.keyPress(table, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    assert table.select_row(lambda row: row.name == "A")
    qtbot.keyRelease(table, Qt.Key.Key_Control)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]


def test_where_nothing_is_left_to_stretch_over_the_table_scrolls(
    table: RowsTable, theme: Theme
) -> None:
    long = "a name that is much longer than its column may be cut down to"
    table.set_rows([Thing(long, 1.0)])
    table.resize(900, 200)
    table.show()
    table.fit_columns()
    elastic = [at for at, column in enumerate(table.rows_model.columns) if column.stretch]
    assert elastic
    header = table.horizontalHeader()
    assert header.length() == table.viewport().width()
    table.resize(90, 200)
    assert header.length() > table.viewport().width()
    for at in elastic:
        assert table.columnWidth(at) == theme.px(LEAST_STRETCH)
    table.resize(900, 200)
    assert header.length() == table.viewport().width()


def test_an_empty_table_says_why(table: RowsTable) -> None:
    table.resize(400, 200)
    table.set_rows([])
    blank = table.grab().toImage()
    table.say_when_empty("Nothing yet")
    assert table.accessibleDescription() == "Nothing yet"
    assert table.grab().toImage() != blank


def test_what_is_asked_at_once_is_what_is_asked_one_by_one(table: RowsTable, theme: Theme) -> None:
    roles = (
        Qt.ItemDataRole.FontRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.CheckStateRole,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
    )
    model = table.model()
    for again in range(2):
        for index in (model.index(row, column) for row in range(3) for column in range(2)):
            for role in roles:
                answer = QModelRoleData(role)
                model.multiData(index, QModelRoleDataSpan(answer))
                assert answer.data() == index.data(role), again
        theme.set_zoom(2.0)


def test_a_column_that_knows_its_order_is_not_looked_through(qtbot: QtBot, theme: Theme) -> None:
    def refuse(row: Thing) -> str:
        raise AssertionError(row)

    columns = (
        TableColumn("Name", lambda row: row.name),
        TableColumn(
            "Size", refuse, order=lambda rows, falling: (2, 0, 1) if falling else range(len(rows))
        ),
    )
    table = RowsTable(columns, theme, "Things")
    qtbot.addWidget(table)
    table.set_rows(THINGS)
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert names(table) == ["c", "b", "A"]
    assert table.select_row(lambda row: row.name == "b")
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert names(table) == ["b", "A", "c"]
    assert table.selected_row() == THINGS[0]
