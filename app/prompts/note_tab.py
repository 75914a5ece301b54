"""The tab where the person writes down what they think of a prompt."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from app.language import tr
from app.theme import GAP, HALF
from app.widgets.card import label


class NoteField(QPlainTextEdit):
    """`left` tells that the writing is over: the focus went elsewhere, or Ctrl+Return."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NoteTab(QWidget):
    """A field that keeps itself; `given` carries the prompt's id and the text."""

    given = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt_id = ""
        self._kept = ""
        self.field = NoteField()
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(tr("Note on the prompt"))
        self.field.setPlaceholderText(tr("What you want to remember about this prompt."))
        self.field.left.connect(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(HALF)
        column.addWidget(self.field, 1)
        column.addWidget(
            label(
                tr(
                    "Kept when you leave the field or press Ctrl+Return. No model reads it; Undo "
                    "takes it back."
                ),
                "small",
                wrap=True,
            )
        )

    def show_note(self, prompt_id: str, note: str, *, may_write: bool) -> None:
        """Show the note of a prompt; what is being written is kept first.

        Args:
            prompt_id: The prompt; empty for none.
            note: What is stored.
            may_write: Whether it can be changed.
        """
        if prompt_id != self._prompt_id:
            self.keep()
        writing = self.field.hasFocus() and self.field.document().isModified()
        if prompt_id != self._prompt_id or (note != self._kept and not writing):
            self.field.setPlainText(note)
            self.field.document().setModified(False)
        self._prompt_id, self._kept = prompt_id, note
        self.field.setReadOnly(not may_write or not prompt_id)

    def keep(self) -> None:
        """Give away what was written, if it is new."""
        text = self.field.toPlainText().strip()
        if self._prompt_id and text != self._kept and not self.field.isReadOnly():
            self._kept = text
            self.field.document().setModified(False)
            self.given.emit(self._prompt_id, text)
