"""A bordered card with a title, a place for actions beside it, and a body."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.theme import GAP, PAGE

HEAD = 30  # with or without a button beside the title


class Card(QFrame):
    """Holds what belongs together; `body` is its layout."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.title = label(title, "strong")
        self.title.setMinimumHeight(HEAD)
        self._head = QHBoxLayout()
        self._head.setSpacing(GAP)
        self._head.addWidget(self.title)
        self._head.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE, GAP, PAGE, PAGE)
        column.setSpacing(GAP)
        if title:
            column.addLayout(self._head)
        column.addLayout(self.body, 1)

    def add_action(self, widget: QWidget) -> None:
        """Put a widget at the right end of the title's line."""
        self._head.addWidget(widget)


def label(text: str = "", kind: str = "", *, wrap: bool = False, name: str = "") -> QLabel:
    """Return a label of plain text in one of the kinds of the style sheet.

    Args:
        text: What it says.
        kind: Such as `title`, `strong`, `muted` or `small`; empty for ordinary text.
        wrap: Whether long text runs over several lines.
        name: The object's name, by which tests and style find it.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if kind:
        made.setProperty("kind", kind)
    if name:
        made.setObjectName(name)
    return made


def buddy(text: str, field: QWidget, kind: str = "small") -> QLabel:
    """Return a label that belongs to a field; `&` in its text marks the access key."""
    made = label(text, kind)
    made.setTextFormat(Qt.TextFormat.AutoText)
    made.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(text.replace("&", ""))
    return made


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
