"""A sheet over the window's content: the key list and the note about the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.compare.scroll_keys import scroll_of
from app.compare_choices import tag_words
from app.fixed_keys import FIXED, HEADING, cap
from app.keymap import ACTIONS, Action, Keymap, key_text
from app.language import tr
from app.theme import GAP, HALF, PAGE, WIDE, Theme
from app.widgets.icon_button import IconButton


class Overlay(QWidget):
    """Covers its parent with a card in the middle; Esc, F1 or a click beside it close it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._theme = theme
        self._before: QWidget | None = None
        self._title = QLabel()
        self._title.setProperty("kind", "title")
        self._body = QScrollArea()
        self._body.setWidgetResizable(True)
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._text = ""
        self.copy = IconButton("copy", tr("Copy the text"), theme)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text))
        close = IconButton("close", tr("Close (Esc)"), theme)
        close.clicked.connect(self.close_sheet)
        self._card = QFrame(self)
        self._card.setProperty("kind", "card")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.copy)
        head.addWidget(close)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(WIDE, PAGE, PAGE, PAGE)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self._body, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    @property
    def title(self) -> str:
        """What the sheet is about."""
        return self._title.text()

    def show_text(self, title: str, text: str, wide: int, high: int) -> None:
        """Show a text that can be copied over the window; see `show_sheet`."""
        self.show_sheet(title, _plain_sheet(text), wide, high)
        self._text = text
        self.copy.show()

    def show_sheet(self, title: str, body: QWidget, wide: int, high: int) -> None:
        """Show something over the window.

        Args:
            title: The heading.
            body: What is shown under it.
            wide: The wished width, in pixels at 100 %.
            high: The wished height, likewise.
        """
        self._title.setText(title)
        self.copy.hide()
        self.setAccessibleName(title)
        self._body.setWidget(body)
        body.setAutoFillBackground(False)
        self._wish = (self._theme.px(wide), self._theme.px(high))
        self._before = self.window().focusWidget()
        self._place()
        # Only now: a filter would be asked about every event, on the way to the next pair too.
        self._over.installEventFilter(self)
        self.show()
        self.raise_()
        self.setFocus()

    def close_sheet(self) -> None:
        """Take the sheet away and give the focus back."""
        self._over.removeEventFilter(self)
        self.hide()
        if self._before is not None:
            self._before.setFocus()
            self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        scroll = scroll_of(event)
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.close_sheet()
        elif scroll is not None:
            self._body.verticalScrollBar().triggerAction(scroll)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_sheet()

    def paintEvent(self, event: QPaintEvent) -> None:
        veil = QColor(self._theme.colours.window)
        veil.setAlphaF(0.75)
        QPainter(self).fillRect(self.rect(), veil)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        room = self._over.rect()
        self.setGeometry(room)
        wide = min(self._wish[0], room.width() - 2 * WIDE)
        high = min(self._wish[1], room.height() - 2 * WIDE)
        self._card.setGeometry((room.width() - wide) // 2, (room.height() - high) // 2, wide, high)


def key_list(keymap: Keymap, names: Mapping[str, str], columns: int = 2) -> QWidget:
    """Return a table of all keys under their headings.

    Args:
        keymap: The keys in force.
        names: What the tags are called, by action id.
        columns: In how many columns, one or two.
    """
    entries = [
        (known.group, _text(known, names), key_text(keymap.key(known.id))) for known in ACTIONS
    ]
    entries += [(HEADING, tr(known.text), cap(known)) for known in FIXED]
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, GAP, 0)
    row.setSpacing(2 * WIDE)
    column, held = _column(row), 0
    for group in dict.fromkeys(group for group, _, _ in entries):
        members = [(text, key) for of, text, key in entries if of == group]
        if columns > 1 and held and held + len(members) / 2 > len(entries) / 2:
            column.addStretch(1)
            column, held = _column(row), -len(entries)
        heading = QLabel(tr(group))
        heading.setProperty("kind", "strong")
        column.addWidget(heading)
        column.addLayout(_lines(members))
        column.addSpacing(GAP)
        held += len(members)
    column.addStretch(1)
    return page


def _text(known: Action, names: Mapping[str, str]) -> str:
    tag = names.get(known.id)
    return tr("Tag: {tag}", tag=tag_words(tag)) if tag else tr(known.text)


def _lines(members: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(HALF)
    grid.setColumnStretch(0, 1)
    for at, (text, key) in enumerate(members):
        chip = QLabel(key or tr("no key"))
        chip.setProperty("kind", "chip")
        words = QLabel(text)
        words.setTextFormat(Qt.TextFormat.PlainText)
        grid.addWidget(words, at, 0)
        grid.addWidget(chip, at, 1, Qt.AlignmentFlag.AlignRight)
    return grid


def _plain_sheet(text: str) -> QWidget:
    """Return a text that can be selected and copied."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _column(row: QHBoxLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(HALF)
    row.addLayout(column, 1)
    return column
