"""A button that takes the next key that is pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from app.keymap import key_text
from app.language import tr

_MODIFIERS = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_unknown,
)


class KeyCapture(QPushButton):
    """Shows a key; pressed, it waits for another. Esc leaves it, Backspace switches it off.

    `captured` carries the key as Qt writes it in portable text; empty for none.
    """

    captured = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._key = ""
        self._waiting = False
        self.setAutoDefault(False)
        self.setToolTip(tr("Press to choose another key; Backspace then switches it off"))
        self.clicked.connect(self._wait)

    def show_key(self, key: str) -> None:
        """Show a key."""
        self._key, self._waiting = key, False
        self.setText(key_text(key) or tr("none"))
        said = key_text(key) or tr("no key")
        self.setAccessibleName(f"{self._name}: {said}")

    def event(self, event: QEvent) -> bool:
        # While it waits, even the keys of the dialog and of the window belong to it.
        if self._waiting and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self._waiting and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._take(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._waiting:
            self.show_key(self._key)
        super().focusOutEvent(event)

    def _wait(self) -> None:
        self._waiting = True
        self.setText(tr("press a key …"))

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS:
            return
        bare = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if bare and event.key() == Qt.Key.Key_Escape:
            self.show_key(self._key)
            return
        if bare and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.show_key("")
            self.captured.emit("")
            return
        key = QKeySequence(QKeyCombination(_without_keypad(event), Qt.Key(event.key())))
        self.show_key(self._key)
        self.captured.emit(key.toString(QKeySequence.SequenceFormat.PortableText))


def _without_keypad(event: QKeyEvent) -> Qt.KeyboardModifier:
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
