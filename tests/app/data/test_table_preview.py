"""The table of the first rows: its columns share the width that there is."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.data.table_preview import LEAST, TablePreview
from app.theme import Theme

COLUMNS = ("id", "message", "facts")


def test_long_columns_give_way_before_any_is_out_of_sight(qtbot: QtBot, theme: Theme) -> None:
    table = TablePreview(theme, "Rows")
    qtbot.addWidget(table)
    table.resize(1200, 200)
    table.show()
    table.show_rows(COLUMNS, [{"id": "7", "message": "word " * 40, "facts": "fact " * 40}])
    roomy = [table.columnWidth(at) for at in range(2)]
    table.resize(480, 200)
    assert table.columnWidth(0) == roomy[0], "a short one gives nothing"
    assert LEAST <= table.columnWidth(1) < roomy[1]
    qtbot.waitUntil(lambda: not table.horizontalScrollBar().maximum())
    table.resize(200, 200)
    assert table.columnWidth(1) == theme.px(LEAST)
    table.resize(1200, 200)
    assert [table.columnWidth(at) for at in range(2)] == roomy
