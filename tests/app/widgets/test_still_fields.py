"""The wheel scrolls a page over its fields and changes nothing in them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.window.frame import Roll


def turn_wheel(widget: QWidget) -> bool:
    """Turn the wheel by a notch over a widget; tell whether it kept that from what is around."""
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at,
        QPointF(widget.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_only_a_field_with_the_focus_takes_the_wheel(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    box, field = QComboBox(), QSpinBox()
    box.addItems(["none", "exact", "JSON"])
    field.setValue(50)
    column.addWidget(box)
    column.addWidget(field)
    page.setMinimumHeight(2000)
    roll = Roll(page)
    qtbot.addWidget(roll)
    roll.resize(300, 200)
    with qtbot.waitActive(roll):
        roll.show()
        roll.activateWindow()
    page.setFocus()
    roll.setFocus()
    box.clearFocus()
    field.clearFocus()
    for each in (box, field):
        assert not turn_wheel(each)
    assert box.currentIndex() == 0
    assert field.value() == 50
    assert not box.hasFocus()
    box.setFocus()
    assert turn_wheel(box)
    assert box.currentIndex() == 1
