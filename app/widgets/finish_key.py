"""Ctrl+Return presses the button that finishes a form."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from app.fixed_keys import FINISH


def finish_by_key(button: QPushButton, form: QWidget) -> None:
    """Let Ctrl+Return press a button while the focus is anywhere in its form.

    Args:
        button: What finishes the form; while it is disabled the key does nothing.
        form: Where the key holds.
    """
    key = QKeySequence(FINISH)
    button.setToolTip(key.toString(QKeySequence.SequenceFormat.NativeText))
    shortcut = QShortcut(key, form)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(button.click)
