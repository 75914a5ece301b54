"""Lets the wheel scroll a page over its fields, and never change what stands in them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QWidget


class _Still(QObject):
    """Hands a turn of the wheel over a field without the focus on to what is around it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel or not isinstance(watched, QWidget):
            return False
        if watched.hasFocus():
            return False
        event.ignore()
        return True


def still_fields(root: QWidget) -> None:
    """Keep the fields inside a widget from taking the wheel before they have the focus.

    Args:
        root: What scrolls; fields that were treated before are left as they are.
    """
    for field in (*root.findChildren(QComboBox), *root.findChildren(QAbstractSpinBox)):
        if field.focusPolicy() == Qt.FocusPolicy.WheelFocus:
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.installEventFilter(_Still(field))
