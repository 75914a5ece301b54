"""The log of the program, to be read, searched and copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.crash_report import entries, last_lines
from app.language import mark, tr
from app.theme import GAP, PAGE, Theme
from app.widgets.card import buddy, label
from app.widgets.fitting import fit_to_screen

SIZE = (820, 560)
LINES = 5000
LEVELS: tuple[tuple[str, frozenset[str]], ...] = (
    (mark("everything"), frozenset()),
    (mark("warnings and errors"), frozenset({"WARNING", "ERROR", "CRITICAL"})),
    (mark("errors"), frozenset({"ERROR", "CRITICAL"})),
)


class LogDialog(QDialog):
    """Shows the end of the log; *Read again* shows what came since.

    Args:
        theme: Gives the type.
        path: The log file.
        parent: The window.
    """

    def __init__(self, theme: Theme, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._whole = ""
        self.setWindowTitle(tr("Log"))
        fit_to_screen(self, theme, SIZE)
        self.level = QComboBox()
        for words, kinds in LEVELS:
            self.level.addItem(tr(words), kinds)
        self.level.currentIndexChanged.connect(lambda _: self._show())
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.words.setPlaceholderText(tr("Any words of an entry"))
        self.words.textChanged.connect(lambda _: self._show())
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(theme.mono_font())
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(tr("Entries of the log"))
        self.text.setPlaceholderText(tr("No such entry."))
        again = QPushButton(tr("&Read again"))
        again.clicked.connect(self.read)
        copy = QPushButton(tr("&Copy"))
        copy.setToolTip(tr("Copy the entries that are shown"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        folder = QPushButton(tr("Open &folder"))
        folder.setToolTip(str(path.parent))
        folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
        )
        close = QPushButton(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(buddy(tr("&Show"), self.level))
        head.addWidget(self.level)
        head.addWidget(buddy(tr("F&ind"), self.words))
        head.addWidget(self.words, 1)
        head.addWidget(again)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(label(str(path), "small"), 1)
        for button in (copy, folder, close):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        column.addLayout(foot)
        self.read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Only now it is known how many lines there is room for.
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum())

    def read(self) -> None:
        """Read the file anew."""
        self._whole = last_lines(self._path, LINES)
        self._show()

    def _show(self) -> None:
        self.text.setPlainText(entries(self._whole, self.level.currentData(), self.words.text()))
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        # Lines are not wrapped; at the end of a long one its beginning would be out of sight.
        self.text.moveCursor(QTextCursor.MoveOperation.StartOfBlock)
