"""What stands where the panes would be while there is no pair: why, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.compare.growing_view import GrowingView
from app.language import tr
from app.theme import GAP, HALF, WIDE, Theme
from app.words.compare_words import PhaseWords

LEAST = 100  # pixels of height at 100 %


class PhasePanel(QFrame):
    """A title, a sentence, and buttons; `chosen` carries the id of an action."""

    chosen = Signal(str)
    focus_left = Signal()  # a button went away with the focus on it

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: PhaseWords | None = None
        self._picture = QLabel()
        self._title = QLabel()
        self._title.setProperty("kind", "title")
        self._title.setWordWrap(True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body = QLabel()
        self._body.setProperty("kind", "muted")
        self._body.setTextFormat(Qt.TextFormat.PlainText)
        self._body.setWordWrap(True)
        self._body.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(tr("Working"))
        self._elapsed = QLabel()
        self._elapsed.setProperty("kind", "small")
        self._elapsed.setFont(theme.interface_font(tabular=True))
        self._growing = GrowingView(theme)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(GAP)
        self.setProperty("kind", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(GAP)
        column.addStretch(1)
        for widget in (self._picture, self._title, self._body, self._busy, self._elapsed):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._growing, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(HALF)
        column.addLayout(self._buttons)
        column.addStretch(1)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def title(self) -> str:
        """What the panel says first."""
        return self._title.text()

    @property
    def button_texts(self) -> tuple[str, ...]:
        """What its buttons say."""
        return tuple(button.text() for button in self.findChildren(QPushButton))

    def show_words(self, words: PhaseWords) -> None:
        """Say something else; nothing flickers when it is the same."""
        if words == self._words:
            return
        rebuild = self._words is None or words.actions != self._words.actions
        self._words = words
        self._title.setText(words.title)
        self._body.setText(words.body)
        self._busy.setVisible(words.busy)
        self._elapsed.setVisible(words.busy)
        if not words.busy:
            self._growing.show_texts(())
        if rebuild:
            self._put_buttons(words)
        self._restyle()

    def show_elapsed(self, text: str) -> None:
        """Say how long it has taken so far."""
        self._elapsed.setText(text)

    def show_growing(self, texts: Sequence[str]) -> None:
        """Show the first outputs while they are being written."""
        self._growing.show_texts(texts)

    @property
    def growing(self) -> tuple[str, ...]:
        """The texts so far that are shown."""
        return self._growing.texts

    def _put_buttons(self, words: PhaseWords) -> None:
        held = self.isAncestorOf(QApplication.focusWidget() or self)
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._buttons.addStretch(1)
        for at, (name, text) in enumerate(words.actions):
            button = QPushButton(text)
            if at == 0 and not words.busy:
                button.setProperty("kind", "primary")
            button.setAutoDefault(True)  # the Return key presses it too
            button.clicked.connect(lambda _=False, chosen=name: self.chosen.emit(chosen))
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        if held:
            self.focus_left.emit()

    def _restyle(self) -> None:
        if self._words is not None:
            size = self._theme.px(40)
            icon = self._theme.icon(self._words.icon, self._theme.colours.muted)
            self._picture.setPixmap(icon.pixmap(size, size))
        self._fit()

    def minimumSizeHint(self) -> QSize:
        # What is behind the panes must not make the window larger than they do.
        return QSize(0, self._theme.px(LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(1, self.width() - 2 * WIDE)
        width = min(self._theme.px(440), room)
        for words in (self._title, self._body):
            # Centred in its column, a text over two lines would get the height of one.
            words.setFixedSize(width, max(0, words.heightForWidth(width)))
        self._busy.setFixedWidth(min(self._theme.px(220), room))
