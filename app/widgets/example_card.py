"""The example that both outputs answer: folded to one line or open, remembering which."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.language import tr
from app.theme import GAP, HALF, LINE_HEIGHT, READING_PX, Theme
from app.widgets.plain_text import visible
from app.widgets.reader import Reader
from app.widgets.safe_document import airy, lay_out, plain_document
from optimizer.records import Example

LEAST_LINES = 2
MOST_LINES = 6
MOST_SHARE = 0.25  # of the page's height
FIELD_LIMIT = 20_000
SUMMARY = 160
SHORT = 28  # characters of a value that shares its line with others
GUTTER = "\u2003\u2003"
EDGES = 2 * GAP + 3  # above and below the text: room, the card's border, and a pixel of its own


class ExampleCard(QFrame):
    """Shows the fields of an example under their names, and the expected answer if there is one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._example: Example | None = None
        self._room = 0
        self._document = plain_document("", theme)
        self.setProperty("kind", "card")
        self._reader = Reader(theme, tr("Example"))
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

    def leave_room(self, height: int) -> None:
        """Be no higher than a share of the page, so that large type leaves room for the outputs.

        Args:
            height: The page's, in pixels.
        """
        self._room = round(height * MOST_SHARE)
        self._fit_height()

    def _restyle(self) -> None:
        self._reader.fit()
        self._fill()

    def _fill(self) -> None:
        document = plain_document("", self._theme)
        document.setLayoutEnabled(False)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for at, line in enumerate(_lines(_parts(self._example))):
            if at:
                cursor.insertBlock()
            self._write_line(cursor, line)
        cursor.endEditBlock()
        document.setLayoutEnabled(True)
        lay_out(document, self._reader.text_width())
        before, self._document = self._document, document
        self._reader.setDocument(document)
        del before  # outlived its place in the reader
        self._fit_height()

    def _write_line(self, cursor: QTextCursor, parts: list[_Part]) -> None:
        heading = QTextCharFormat()
        heading.setFont(self._theme.interface_font())
        heading.setForeground(QColor(self._theme.colours.muted))
        shape = airy(self._theme)
        shape.setBottomMargin(HALF)
        cursor.setBlockFormat(shape)
        for at, part in enumerate(parts):
            cursor.insertText(f"{GUTTER if at else ''}{part.name}  ", heading)
            if "\n" in part.value.strip():
                cursor.insertBlock(shape, QTextCharFormat())
            cursor.insertText(part.value.strip(), QTextCharFormat())

    def _fit_height(self) -> None:
        line = self._theme.px(READING_PX * LINE_HEIGHT)
        wanted = math.ceil(self._document.size().height())
        most = min(MOST_LINES, (self._room - EDGES) // line) if self._room else MOST_LINES
        height = max(LEAST_LINES * line, min(wanted, most * line)) + EDGES
        if height != self.maximumHeight():
            self.setMinimumHeight(LEAST_LINES * line + EDGES)
            self.setMaximumHeight(height)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        # Where the window becomes small it gives way before the outputs do.
        return QSize(super().sizeHint().width(), self.maximumHeight())


def summary(example: Example | None) -> str:
    """Return an example in one short line."""
    if example is None:
        return ""
    text = " · ".join(" ".join(value.split()) for value in example.fields.values() if value)
    text = visible(text[: SUMMARY * 2])
    return text if len(text) <= SUMMARY else text[: SUMMARY - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class _Part:
    """A field of the example, or the expected answer."""

    name: str
    value: str

    @property
    def short(self) -> bool:
        """Whether it may share its line with others."""
        return len(self.value) <= SHORT and "\n" not in self.value


def _parts(example: Example | None) -> list[_Part]:
    if example is None:
        return []
    parts = [_Part(visible(name), _shown(value)) for name, value in example.fields.items()]
    if example.reference:
        parts.append(_Part(tr("expected answer"), _shown(example.reference)))
    return parts


def _lines(parts: list[_Part]) -> list[list[_Part]]:
    """Return the parts by lines: short ones share one."""
    lines: list[list[_Part]] = []
    for part in parts:
        if part.short and lines and all(other.short for other in lines[-1]):
            lines[-1].append(part)
        else:
            lines.append([part])
    return lines


def _shown(value: str) -> str:
    return visible(value if len(value) <= FIELD_LIMIT else value[:FIELD_LIMIT] + " …")
