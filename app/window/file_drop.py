"""Files that are dropped on the window: what would become of them is said before they fall."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWindow,
)
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from app.ask import SUFFIX
from app.language import tr
from app.theme import GAP, RADIUS, WIDE, Theme
from app.widgets.plain_text import visible

VEIL = 0.88  # how much of the page is hidden


class FileDrop(QObject):
    """Takes files wherever in a window they are dropped, in place of the field under the mouse.

    A field would take a file for the text of its address. `wanted` carries the path of a file.

    Args:
        theme: The appearance.
        over: What the words about a file lie over.
    """

    wanted = Signal(Path)

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self.veil = DropVeil(theme, over)

    def watch(self, window: QWindow) -> None:
        """Look at what is dragged over a window; harmless when done twice."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Only the moves of a drag: every key press and every step of the mouse comes by here.
        if isinstance(event, QDragMoveEvent | QDropEvent):
            return self._take(event)
        if event.type() == QEvent.Type.DragLeave:
            self.veil.hide()
        return False

    def _take(self, event: QDropEvent) -> bool:
        paths = local_files(event.mimeData())
        if not paths:
            return False  # a text, for the field under the mouse
        words, may = drop_words(paths)
        may = may and QApplication.activeModalWidget() is None
        event.setAccepted(False)
        if may:
            event.acceptProposedAction()
        if isinstance(event, QDragEnterEvent):
            self.veil.say(words)
        elif not isinstance(event, QDragMoveEvent):
            self.veil.hide()
            if may:
                self.wanted.emit(paths[0])
        return True


class DropVeil(QWidget):
    """Lies over the page while a file is held over it, and says what would become of it."""

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme, self._over = theme, over
        self._words = QLabel()
        self._words.setProperty("kind", "title")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * WIDE, WIDE, 2 * WIDE, WIDE)
        column.addWidget(self._words, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, words: str) -> None:
        """Lie over the whole page and say something."""
        self._words.setText(words)
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        veil = QColor(colours.window)
        veil.setAlphaF(VEIL)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(colours.accent), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(GAP, GAP, -GAP, -GAP), RADIUS, RADIUS)


def local_files(held: QMimeData) -> list[Path]:
    """Return the files of this computer that are dragged; none when it is something else."""
    return [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]


def drop_words(paths: list[Path]) -> tuple[str, bool]:
    """Return what becomes of files that are dropped, and whether anything does.

    Args:
        paths: At least one.
    """
    path, *others = paths
    name = visible(path.name)
    if others:
        return tr("One file at a time, please"), False
    if path.suffix.casefold() == SUFFIX:
        return tr("Drop to open the project {name}", name=visible(path.stem)), True
    if path.is_dir():
        return tr("{name} is a folder: drop a file of it", name=name), False
    return tr("Drop to begin a new project with the rows of {name}", name=name), True
