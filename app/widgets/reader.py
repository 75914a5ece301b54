"""A place to read in: lines of a comfortable length, nothing to edit, no link followed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit

from app.theme import GAP, LINE_HEIGHT, PAGE, READING_PX, Theme

LEAST_LINES = 1


class Reader(QTextEdit):
    """A read-only text with a comfortable measure that follows no link.

    `breaks` are places of line breaks that are only for show: they are not copied.
    """

    resized = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._inset = PAGE
        self.breaks: Sequence[int] = ()
        self.setReadOnly(True)
        self.setProperty("kind", "flat")
        self.setAccessibleName(name)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        # Always there, so that the width of the text never depends on its length.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar()
        # With the next event: another text is to be seen before its bar looks right.
        bar.rangeChanged.connect(self._use_bar, Qt.ConnectionType.QueuedConnection)
        bar.setEnabled(False)

    @property
    def length(self) -> int:
        """How far it can be scrolled, in pixels."""
        return self.verticalScrollBar().maximum()

    @property
    def place(self) -> tuple[int, float]:
        """Where it is scrolled to: in pixels, and as a share of its length."""
        at = self.verticalScrollBar().value()
        return at, at / self.length if self.length else 0.0

    def go_to(self, place: tuple[int, float], *, same_text: bool) -> None:
        """Scroll to a place: the very one of the same text, or the like one of another."""
        at, share = place
        self.document().size()  # Qt lays a text out bit by bit; now all of it
        self.verticalScrollBar().setValue(at if same_text else round(share * self.length))

    def text_width(self) -> int:
        """Return the width that a document is laid out for."""
        return self.viewport().width()

    def minimumSizeHint(self) -> QSize:
        # Qt's own has room for its scroll bars, which are too much of a small screen.
        line = self._theme.px(READING_PX * LINE_HEIGHT)
        return QSize(super().minimumSizeHint().width(), LEAST_LINES * line + GAP)

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        within = [at for at in self.breaks if start <= at < end]
        if not within:
            return super().createMimeDataFromSelection()
        pieces = []
        for first, last in zip([start, *(at + 1 for at in within)], [*within, end], strict=True):
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            pieces.append(cursor.selection().toPlainText())
        data = QMimeData()
        data.setText("".join(pieces))
        return data

    def _use_bar(self) -> None:
        self.verticalScrollBar().setEnabled(self.length > 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_font()

    def _keep_font(self) -> None:
        """Let the document have the reading font back, which a style sheet takes from it."""
        font = self._theme.reading_font()
        if self.document().defaultFont() != font:
            self.document().setDefaultFont(font)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()
        super().resizeEvent(event)
        self.resized.emit()

    def fit(self) -> None:
        """Keep lines at a comfortable length however wide the pane is."""
        room = self.width() - self.verticalScrollBar().sizeHint().width() - self._inset
        spare = max(GAP, room - self._theme.measure())
        self.setViewportMargins(self._inset, GAP, spare, 0)
