"""A row folds where its parts have no room side by side."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.widgets.folding_row import FoldingRow


def test_parts_stand_side_by_side_only_where_there_is_room(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = FoldingRow(window)
    buttons = [QPushButton("a button of some width") for _ in range(4)]
    for at in (0, 2):
        part = row.add_part()
        part.addWidget(buttons[at])
        part.addWidget(buttons[at + 1])
    window.show()
    wide = 5 * buttons[0].sizeHint().width()
    row.resize(wide, 30)
    assert not row.folded
    assert buttons[2].y() == buttons[0].y()
    row.resize(wide // 2, row.sizeHint().height())
    assert row.folded
    row.resize(wide // 2, row.sizeHint().height())
    assert buttons[2].y() > buttons[0].y()
    assert row.minimumSizeHint().width() < wide // 2
    row.resize(wide, 30)
    assert not row.folded
