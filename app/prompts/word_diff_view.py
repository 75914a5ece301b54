"""What changed between two prompts, word by word: added underlined, removed struck through."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from app.language import tr
from app.theme import Theme
from app.widgets.plain_text import visible
from optimizer.template import word_diff

MOST = 40_000  # characters of both texts together; more would take too long


class WordDiffView(QTextEdit):
    """A read-only text with the changes marked by line and by tint."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[str, str] | None = None
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(tr("What changed, word by word"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        theme.changed.connect(self._draw)
        self._restyle()

    def show_change(self, old: str, new: str) -> None:
        """Show what became of a text."""
        if self._shown != (old, new):
            self._shown = (old, new)
            self._draw()

    def _restyle(self) -> None:
        self.setFont(self._theme.mono_font())

    def _draw(self) -> None:
        self._restyle()
        if self._shown is None:
            return
        old, new = self._shown
        self.clear()
        cursor = self.textCursor()
        if old == new:
            self._insert(cursor, tr("The two texts are the same."), self._quiet())
        elif len(old) + len(new) > MOST:
            self._insert(cursor, tr("Too long to compare word by word."), self._quiet())
        else:
            for part in word_diff(old, new):
                self._insert(cursor, visible(part.text), self._format(part.kind))
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _insert(self, cursor: QTextCursor, text: str, form: QTextCharFormat) -> None:
        cursor.insertText(text, form)

    def _format(self, kind: str) -> QTextCharFormat:
        colours = self._theme.colours
        form = QTextCharFormat()
        form.setForeground(QColor(colours.text))
        if kind == "added":
            form.setForeground(QColor(colours.added))
            form.setBackground(QColor(colours.added_tint))
            form.setFontUnderline(True)
        elif kind == "removed":
            form.setForeground(QColor(colours.removed))
            form.setBackground(QColor(colours.removed_tint))
            form.setFontStrikeOut(True)
        return form

    def _quiet(self) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(QColor(self._theme.colours.muted))
        return form
