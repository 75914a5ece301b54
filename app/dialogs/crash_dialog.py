"""Shows the report on a bug exactly as it would leave the program, which never sends it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.crash_report import last_lines, report_text
from app.language import tr
from app.requests import SaveText
from app.theme import GAP, PAGE, Theme
from app.widgets.card import label
from app.widgets.fitting import fit_to_screen

SIZE = (720, 520)


class CrashDialog(QDialog):
    """`request` asks for a file to save the report in.

    Args:
        theme: Gives the type.
        summary: What happened.
        trace: The traceback.
        log: The log file.
        parent: The window.
    """

    request = Signal(object)

    def __init__(
        self, theme: Theme, summary: str, trace: str, log: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._summary, self._trace, self._log = summary, trace, log
        self.setWindowTitle(tr("Report on a fault of PairTune"))
        fit_to_screen(self, theme, SIZE)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(theme.mono_font())
        self.text.setAccessibleName(tr("The report"))
        self.with_message = QCheckBox(tr("Include what the &error says; it may quote your texts"))
        self.with_log = QCheckBox(
            tr("Include the end of the &log; it may name files and models and quote your texts")
        )
        for box in (self.with_message, self.with_log):
            box.toggled.connect(lambda _: self._write())
        self.copy = QPushButton(tr("&Copy"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report))
        self.save = QPushButton(tr("&Save…"))
        self.save.clicked.connect(
            lambda: self.request.emit(SaveText(self.report, "pairtune-report.txt"))
        )
        self.folder = QPushButton(tr("Open &folder"))
        self.folder.setToolTip(tr("Open the folder of the log: {folder}", folder=log.parent))
        self.folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log.parent)))
        )
        close = QPushButton(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for button in (self.copy, self.save, self.folder):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        column.setSpacing(GAP)
        column.addWidget(
            label(
                tr(
                    "This is all that the report holds. It is sent nowhere; your project is intact."
                ),
                wrap=True,
            )
        )
        column.addWidget(self.text, 1)
        column.addWidget(self.with_message)
        column.addWidget(self.with_log)
        column.addLayout(row)
        self._write()

    @property
    def report(self) -> str:
        """The report as it stands."""
        return self.text.toPlainText()

    def _write(self) -> None:
        self.text.setPlainText(
            report_text(
                self._summary,
                self._trace,
                with_message=self.with_message.isChecked(),
                log=last_lines(self._log) if self.with_log.isChecked() else None,
            )
        )
