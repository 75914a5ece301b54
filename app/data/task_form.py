"""What the answers are for: name, description, criteria and the kind of answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.language import tr
from app.theme import GAP, HALF, Theme
from app.widgets.card import buddy, label
from app.widgets.folding_row import FoldingRow
from optimizer.records import AnswerKind, Task


class TaskForm(QWidget):
    """The words of a task; `changed` tells of every edit."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name_edit = QLineEdit()
        self.name_edit.setPlaceholderText(tr("Such as: Support replies"))
        self.description_edit = self._text(
            tr("Such as: Answer customers' messages about our shop.")
        )
        self.criteria_edit = self._text(
            tr("Such as: Friendly, at most three sentences, names the next step, promises nothing.")
        )
        self._free = QRadioButton(tr("&Free text"))
        self._label = QRadioButton(tr("One of a few &labels"))
        kinds = QButtonGroup(self)
        kinds.addButton(self._free)
        kinds.addButton(self._label)
        self._free.setChecked(True)
        self._kind_chosen = False
        self._suggested = ""
        self.labels_edit = QLineEdit()
        self.labels_edit.setPlaceholderText(tr("billing, delivery, technical"))
        self._labels_title = buddy(tr("The labels, with commas between them"), self.labels_edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(HALF)
        for text, field in (
            (tr("&Name of the project"), self.name_edit),
            (
                tr("What makes an answer &good? (shown while you vote, told to the writer)"),
                self.criteria_edit,
            ),
            (tr("What the task is a&bout (optional)"), self.description_edit),
        ):
            title = buddy(text, field)
            title.setWordWrap(True)
            column.addWidget(title)
            column.addWidget(field)
            column.addSpacing(HALF)
        kind = FoldingRow()
        row = kind.add_part()
        row.addWidget(label(tr("Answers are"), "small"))
        row.addWidget(self._free)
        row = kind.add_part(1)
        row.addWidget(self._label)
        row.addStretch(1)
        column.addWidget(kind)
        column.addWidget(self._labels_title)
        column.addWidget(self.labels_edit)
        for choice in (self._free, self._label):
            choice.pressed.connect(self._choose_kind)  # before it is toggled, by mouse or key
        for signal in (
            self.name_edit.textChanged,
            self.labels_edit.textChanged,
            self.description_edit.textChanged,
            self.criteria_edit.textChanged,
            self._label.toggled,
        ):
            signal.connect(self._edited)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._edited()

    @property
    def problem(self) -> str:
        """What is still missing, in words; empty when nothing is."""
        if not self.name_edit.text().strip():
            return tr("Give the project a name.")
        if self._label.isChecked() and len(self._labels()) < 2:
            return tr("Name at least two labels.")
        return ""

    def show_task(self, task: Task) -> None:
        """Show a task."""
        if self.task(task) == task:
            return  # what is being typed stays as it is
        self.name_edit.setText(task.name)
        self.description_edit.setPlainText(task.description)
        self.criteria_edit.setPlainText(task.criteria)
        (self._label if task.answer_kind is AnswerKind.LABEL else self._free).setChecked(True)
        self.labels_edit.setText(", ".join(task.labels))

    def clear(self) -> None:
        """Empty the form."""
        self._kind_chosen = False
        self.show_task(Task(id="", name=""))

    def task(self, base: Task) -> Task:
        """Return a task with the words of the form and all else from `base`."""
        kind = self.kind
        return Task(
            id=base.id,
            name=self.name_edit.text().strip(),
            description=self.description_edit.toPlainText().strip(),
            criteria=self.criteria,
            columns=base.columns,
            answer_kind=kind,
            labels=self._labels() if kind is AnswerKind.LABEL else (),
            locks=base.locks,
        )

    @property
    def kind(self) -> AnswerKind:
        """What the answers are."""
        return AnswerKind.LABEL if self._label.isChecked() else AnswerKind.FREE

    @property
    def criteria(self) -> str:
        """What makes an answer good."""
        return self.criteria_edit.toPlainText().strip()

    def suggest(self, kind: AnswerKind, labels: tuple[str, ...]) -> None:
        """Offer what data and prompt tell of the answers, unless the person said otherwise.

        Args:
            kind: What the answers seem to be.
            labels: Labels found in the data.
        """
        if labels and self.labels_edit.text().strip() in ("", self._suggested):
            self._suggested = ", ".join(labels)
            self.labels_edit.setText(self._suggested)
        if not self._kind_chosen:
            (self._label if kind is AnswerKind.LABEL else self._free).setChecked(True)

    def choose(self, kind: AnswerKind) -> None:
        """Take a kind of answer for the person's own choice."""
        self._kind_chosen = True
        (self._label if kind is AnswerKind.LABEL else self._free).setChecked(True)

    def _choose_kind(self) -> None:
        self._kind_chosen = True

    def _labels(self) -> tuple[str, ...]:
        parts = (part.strip() for part in self.labels_edit.text().split(","))
        return tuple(dict.fromkeys(part for part in parts if part))

    def _text(self, hint: str) -> QPlainTextEdit:
        edit = QPlainTextEdit()
        edit.setPlaceholderText(hint)
        edit.setTabChangesFocus(True)
        return edit

    def _edited(self) -> None:
        labelled = self._label.isChecked()
        self._labels_title.setVisible(labelled)
        self.labels_edit.setVisible(labelled)
        self.changed.emit()

    def _restyle(self) -> None:
        for edit, lines in ((self.description_edit, 2), (self.criteria_edit, 3)):
            line = edit.fontMetrics().lineSpacing()
            edit.setFixedHeight(max(line, self._theme.px(17)) * lines + 2 * GAP + HALF)
