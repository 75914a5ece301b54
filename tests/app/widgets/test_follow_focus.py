"""What gets the focus by a key is brought into sight."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.window.frame import Roll


def test_a_field_far_below_is_scrolled_to(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    fields = [QLineEdit() for _ in range(40)]
    for field in fields:
        column.addWidget(field)
    roll = Roll(page)
    qtbot.addWidget(roll)
    roll.resize(300, 200)
    roll.show()
    with qtbot.waitExposed(roll):
        roll.activateWindow()
    fields[30].setFocus()
    QTest.qWait(10)
    assert fields[30].visibleRegion().boundingRect() == fields[30].rect()
    fields[0].setFocus()
    QTest.qWait(10)
    assert fields[0].visibleRegion().boundingRect() == fields[0].rect()
