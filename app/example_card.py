"""The example that both outputs answer: folded to one line or open, remembering which."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.output_pane import Reader
from app.plain_text import visible
from app.safe_document import airy, lay_out, plain_document
from app.theme import GAP, HALF, LINE_HEIGHT, READING_PX, Theme
from optimizer.records import Example

LEAST_LINES = 2
MOST_LINES = 6
FIELD_LIMIT = 20_000
SUMMARY = 160


class ExampleCard(QFrame):
    """Shows the fields of an example under their names, and the expected answer if there is one."""

    height_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._example: Example | None = None
        self._document = plain_document("", theme)
        self.setProperty("kind", "card")
        self._reader = Reader(theme, "Example")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, GAP)
        column.addWidget(self._reader)
        self._reader.resized.connect(self._fit_height)
        theme.changed.connect(self._restyle)

    def show_example(self, example: Example | None) -> None:
        """Show an example, or nothing."""
        if example is not self._example:
            self._example = example
            self._fill()

    def _restyle(self) -> None:
        self._reader.fit()
        self._fill()

    def _fill(self) -> None:
        document = plain_document("", self._theme)
        document.setLayoutEnabled(False)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for at, (name, value, reference) in enumerate(_parts(self._example)):
            if at:
                cursor.insertBlock()
            self._write_part(cursor, name, value, reference)
        cursor.endEditBlock()
        document.setLayoutEnabled(True)
        lay_out(document, self._reader.text_width())
        before, self._document = self._document, document
        self._reader.setDocument(document)
        del before  # outlived its place in the reader
        self._fit_height()

    def _write_part(self, cursor: QTextCursor, name: str, value: str, reference: bool) -> None:
        colours = self._theme.colours
        heading = QTextCharFormat()
        heading.setFont(self._theme.interface_font())
        heading.setForeground(QColor(colours.muted))
        cursor.setBlockFormat(QTextBlockFormat())
        cursor.insertText(f"{name} (expected answer)" if reference else name, heading)
        body = airy(self._theme)
        body.setBottomMargin(HALF)
        cursor.insertBlock(body, QTextCharFormat())
        cursor.insertText(value, QTextCharFormat())

    def _fit_height(self) -> None:
        line = self._theme.px(READING_PX * LINE_HEIGHT)
        wanted = math.ceil(self._document.size().height())
        height = max(LEAST_LINES * line, min(wanted, MOST_LINES * line)) + 2 * GAP + 2
        if height != self.maximumHeight():
            self.setFixedHeight(height)
            self.height_changed.emit()


def summary(example: Example | None) -> str:
    """Return an example in one short line."""
    if example is None:
        return ""
    text = " · ".join(" ".join(value.split()) for value in example.fields.values() if value)
    text = visible(text[: SUMMARY * 2])
    return text if len(text) <= SUMMARY else text[: SUMMARY - 1].rstrip() + "…"


def _parts(example: Example | None) -> list[tuple[str, str, bool]]:
    if example is None:
        return []
    parts = [(name, value, False) for name, value in example.fields.items()]
    if example.reference:
        parts.append(("Reference", example.reference, True))
    return [(visible(name), visible(_cut(value)), expected) for name, value, expected in parts]


def _cut(value: str) -> str:
    return value if len(value) <= FIELD_LIMIT else value[:FIELD_LIMIT] + " …"
