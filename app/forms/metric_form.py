"""More about the metric: several with weights, a file of one's own, and work without the person."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from app.ask import Ask
from app.language import mark, tr
from app.theme import GAP, Theme
from app.widgets.card import buddy, label
from app.widgets.fold import Fold
from app.widgets.number_field import whole_number
from app.widgets.plain_text import visible
from app.words.fault_words import fault_words
from optimizer.errors import DataFault
from optimizer.metrics.own_metric import consent, consented
from optimizer.metrics.scorer import PYTHON, check_metric, read_parts
from optimizer.records import Options
from optimizer.views import TaskView

PYTHON_FILES = mark("Python (*.py)")
HOW = mark("Such as 2*label + f1, number:0.01, schema:FILE or python:FILE")
ABOUT_ALONE = mark(
    "Beyond what pairs need, the model may make so many answers on tuning rows, so that the metric "
    "can drop weak prompts without you."
)
CONSENT = mark(
    "{path}\n\nThis file runs as a program on this computer, with your rights, whenever answers "
    "are scored. Allow it only if you know what it does. A changed file has to be allowed again."
)


class MetricForm(QWidget):
    """Folded at first; `changed` carries the options that the person wants otherwise, by name."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = Options()
        self.ask = Ask(self)
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("none"))
        self.line.setToolTip(tr(HOW))
        self.line.editingFinished.connect(self._read_line)
        self.own = QPushButton(tr("Your own Python file…"))
        self.own.setProperty("kind", "link")
        self.own.clicked.connect(self._choose_file)
        self._problem = label(tr(HOW), "small", wrap=True, name="metric-problem")
        self.answers = whole_number(0, 1_000_000, 0, step=50, unit=tr(" answers"))
        self.answers.setKeyboardTracking(False)
        self.answers.valueChanged.connect(lambda number: self.changed.emit({"answers": number}))
        self.alone = QCheckBox(tr("&Labels alone decide: prepare no pairs for me"))
        self.alone.toggled.connect(lambda on: self.changed.emit({"unattended": on}))
        fold = Fold(tr("More about the metric"), theme)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP * 2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(buddy(tr("Several, with &weights"), self.line), 0, 0)
        grid.addWidget(self.line, 0, 1)
        grid.addWidget(self._problem, 1, 1)
        grid.addWidget(self.own, 2, 1)
        grid.addWidget(buddy(tr("Answers for the metric’s sa&ke"), self.answers), 3, 0)
        grid.addWidget(self.answers, 3, 1)
        grid.addWidget(label(tr(ABOUT_ALONE), "small", wrap=True), 4, 1)
        grid.addWidget(self.alone, 5, 1)
        fold.body.addLayout(grid)
        self.fold = fold
        outside = QGridLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(fold, 0, 0)

    def show_view(self, view: TaskView) -> None:
        """Show the options of a project."""
        options = self._options = view.options
        if not self.line.hasFocus():
            self.line.setText(options.metric)
            self._problem.setText(tr(HOW))
        for field in (self.answers, self.alone):
            field.blockSignals(True)
        self.answers.setValue(options.answers)
        self.alone.setChecked(options.unattended)
        for field in (self.answers, self.alone):
            field.blockSignals(False)
        self.answers.setEnabled(bool(options.metric))
        self.alone.setEnabled(bool(options.metric) and options.answers > 0)

    def _read_line(self) -> None:
        if self.line.text().strip() != self._options.metric:
            self._try(self.line.text())

    def _choose_file(self) -> None:
        path = self.ask.open_file(
            tr("A Python file with score(answer, expected, row)"), tr(PYTHON_FILES)
        )
        if path is not None:
            self._try(f"{PYTHON}:{path}")

    def _try(self, line: str) -> None:
        """Take a metric, once it can be put together and its file may run."""
        try:
            metric = check_metric(line)
            for part in read_parts(metric):
                if part.name == PYTHON and not self._allowed(Path(part.setting)):
                    return
        except DataFault as fault:
            self._problem.setText(visible(fault_words(fault)))
            return
        self._problem.setText(tr(HOW))
        self.changed.emit({"metric": metric})

    def _allowed(self, path: Path) -> bool:
        if consented(path):
            return True
        box = QMessageBox(self)
        box.setWindowTitle(tr("Let this file score answers?"))
        box.setText(tr(CONSENT, path=visible(str(path))))
        allow = box.addButton(tr("Allow this file"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        if box.clickedButton() is not allow:
            self.line.setText(self._options.metric)
            return False
        consent(path)
        return True
