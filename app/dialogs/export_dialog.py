"""Takes the result away: a prompt in one of five forms, the votes, or a report."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.language import mark, tr
from app.requests import ExportReport, ExportVotes, SaveText
from app.theme import GAP, PAGE, Theme
from app.widgets.card import buddy, label
from app.widgets.fitting import fit_to_screen
from app.widgets.folding_row import FoldingRow
from app.widgets.plain_text import visible
from app.widgets.prompt_view import PromptView
from optimizer.records import Candidate
from optimizer.views import CandidateView, PoolView

FORMATS = (
    ("text", mark("Plain text"), "txt"),
    ("markdown", "Markdown", "md"),
    ("json", mark("JSON messages"), "json"),
    ("yaml", "YAML", "yaml"),
    ("python", "Python", "py"),
)
VOTES = (
    (
        "csv",
        mark("CSV, one vote a line"),
        mark("For a spreadsheet: every vote with its prompts and outputs."),
    ),
    (
        "jsonl",
        mark("JSONL, chosen and rejected"),
        mark("For training: prompt, chosen and rejected output."),
    ),
)
SIZE = (760, 600)


class ExportDialog(QDialog):
    """Shows what would be written before it is.

    Args:
        theme: Gives type and colours.
        pool: The prompts there are.
        write: Returns a prompt as the text of a file in a format.
        project: The project's name, from which files get theirs.
        prompt_id: The prompt to begin with; the recommended one when None.
        parent: The window.
    """

    request = Signal(object)

    def __init__(
        self,
        theme: Theme,
        pool: PoolView,
        write: Callable[[CandidateView, str], str],
        project: str,
        prompt_id: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = {row.candidate.id: row for row in pool.candidates}
        self._write = write
        self._project = project
        self.setWindowTitle(tr("Export"))
        fit_to_screen(self, theme, SIZE)
        self.prompt, self.format = QComboBox(), QComboBox()
        for choice in (self.prompt, self.format):
            choice.setMinimumContentsLength(20)
            choice.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        for row in sorted(pool.candidates, key=lambda row: not row.incumbent):
            name = row.candidate.name
            words = tr("{name} (recommended)", name=name) if row.incumbent else name
            self.prompt.addItem(visible(words), row.candidate.id)
        wanted = prompt_id or pool.incumbent_id
        self.prompt.setCurrentIndex(max(0, self.prompt.findData(wanted)))
        for fmt, title, _ in FORMATS:
            self.format.addItem(tr(title), fmt)
        self.preview = PromptView(theme, tr("What will be written"))
        tabs = QTabWidget()
        tabs.tabBar().setAccessibleName(tr("What is exported"))
        tabs.addTab(self._prompt_tab(), tr("Prompt"))
        tabs.addTab(self._votes_tab(), tr("Votes"))
        tabs.addTab(self._report_tab(), tr("Report"))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        column.setSpacing(PAGE)
        column.addWidget(tabs, 1)
        column.addWidget(close)
        self.prompt.currentIndexChanged.connect(lambda _: self._draw())
        self.format.currentIndexChanged.connect(lambda _: self._draw())
        self._draw()

    @property
    def text(self) -> str:
        """What would be written for the chosen prompt and format."""
        return self._write(self._rows[self.prompt.currentData()], self.format.currentData())

    def _prompt_tab(self) -> QWidget:
        tab = QWidget()
        choices = FoldingRow()
        for text, choice in ((tr("&Prompt"), self.prompt), (tr("&Format"), self.format)):
            part = choices.add_part(1)
            part.addWidget(buddy(text, choice, "muted"))
            part.addWidget(choice, 1)
        self.copy = QPushButton(tr("&Copy"))
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        self.save = QPushButton(tr("&Save…"))
        self.save.setProperty("kind", "primary")
        self.save.clicked.connect(self._save)
        self._done = label("", "muted", name="done")
        told = label(
            tr("Byte for byte what was voted on, with where it comes from."), "small", wrap=True
        )
        actions = QHBoxLayout()
        actions.setSpacing(GAP)
        actions.addWidget(told, 1)
        actions.addWidget(self._done)
        actions.addWidget(self.copy)
        actions.addWidget(self.save)
        column = QVBoxLayout(tab)
        column.setContentsMargins(0, PAGE, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(choices)
        column.addWidget(self.preview, 1)
        column.addLayout(actions)
        return tab

    def _votes_tab(self) -> QWidget:
        tab = QWidget()
        column = QVBoxLayout(tab)
        column.setContentsMargins(0, PAGE, 0, 0)
        column.setSpacing(GAP)
        self.votes: dict[str, QPushButton] = {}
        for fmt, title, what in VOTES:
            save = QPushButton(tr("Save…"))
            save.setAutoDefault(False)
            save.setAccessibleName(tr("Save the votes as {form}", form=tr(title)))
            save.clicked.connect(lambda _=False, one=fmt: self.request.emit(ExportVotes(one)))
            self.votes[fmt] = save
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(label(tr(title), "strong"))
            words.addWidget(label(tr(what), "muted", wrap=True))
            row = QHBoxLayout()
            row.setSpacing(GAP)
            row.addLayout(words, 1)
            row.addWidget(save)
            column.addLayout(row)
            column.addSpacing(GAP)
        column.addStretch(1)
        return tab

    def _report_tab(self) -> QWidget:
        tab = QWidget()
        column = QVBoxLayout(tab)
        column.setContentsMargins(0, PAGE, 0, 0)
        column.setSpacing(GAP)
        self.report = QPushButton(tr("Save the report…"))
        self.report.setAutoDefault(False)
        self.report.clicked.connect(lambda: self.request.emit(ExportReport()))
        row = QHBoxLayout()
        row.addWidget(self.report)
        row.addStretch(1)
        column.addWidget(label(tr("One HTML file that needs nothing else"), "strong"))
        column.addWidget(
            label(
                tr(
                    "The recommended prompt, the curve, how the prompts stand, what it cost, and "
                    "every vote. It can be opened in any browser and sent to somebody."
                ),
                "muted",
                wrap=True,
            )
        )
        column.addLayout(row)
        column.addStretch(1)
        return tab

    def _draw(self) -> None:
        self._done.setText("")
        self.preview.set_text(self.text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self._done.setText(tr("Copied."))

    def _save(self) -> None:
        candidate = self._rows[self.prompt.currentData()].candidate
        ending = next(end for fmt, _, end in FORMATS if fmt == self.format.currentData())
        self.request.emit(SaveText(self.text, file_name(self._project, candidate, ending)))


def file_name(project: str, candidate: Candidate, ending: str) -> str:
    """Return a name for the file of a prompt that every system accepts."""
    plain = re.sub(r"[^\w-]+", "-", f"{project}-{candidate.name}").strip("-").lower()
    return f"{plain or 'prompt'}.{ending}"
