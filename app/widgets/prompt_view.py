"""A prompt to read: monospace, placeholders tinted, locked text marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from app.language import tr
from app.theme import Theme
from app.widgets.placeholder_tint import PlaceholderTint
from app.widgets.plain_text import visible


class PromptView(QPlainTextEdit):
    """Shows a prompt's text; what is selected can be read with `selected_text`.

    Args:
        theme: Gives type and colours.
        name: What screen readers call it.
        tint: Whether `{{placeholders}}` are tinted; not where values stand in their place.
    """

    def __init__(
        self, theme: Theme, name: str, *, tint: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._locks: tuple[str, ...] = ()
        self._tint = PlaceholderTint(self.document(), theme) if tint else None
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_text(self, text: str) -> None:
        """Show a text; the place in it stays when it is the same."""
        shown = visible(text)
        if shown != self.toPlainText():
            self.setPlainText(shown)
        self._mark_locks()

    def set_locks(self, locks: Sequence[str]) -> None:
        """Mark the texts that no prompt may change."""
        self._locks = tuple(locks)
        self._mark_locks()

    def selected_text(self) -> str:
        """Return what is selected, with ordinary line ends."""
        return self.textCursor().selection().toPlainText()

    def _mark_locks(self) -> None:
        marks = []
        for lock in self._locks:
            shown = visible(lock)
            text = self.toPlainText()
            at = text.find(shown) if shown else -1
            while at >= 0:
                marks.append(self._mark(_units(text[:at]), _units(shown)))
                at = text.find(shown, at + len(shown))
        self.setExtraSelections(marks)

    def _mark(self, start: int, length: int) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        form = QTextCharFormat()
        form.setBackground(QColor(self._theme.colours.warning_tint))
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        form.setUnderlineColor(QColor(self._theme.colours.warning))
        form.setToolTip(tr("Locked: every prompt keeps this text"))
        mark.cursor = cursor
        mark.format = form
        return mark

    def _restyle(self) -> None:
        self.setFont(self._theme.mono_font())
        self._mark_locks()


def _units(text: str) -> int:
    """Return a text's length as Qt counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
