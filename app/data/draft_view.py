"""A new project while it is put together: data, prompt, task and models on one page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.data.data_card import DataCard
from app.data.task_form import TaskForm
from app.forms.models_card import ModelsCard
from app.language import tr
from app.requests import Answered, CreateProject, Draft, EstimateRun, Failed, Reply
from app.theme import GAP, HALF, PAGE, Theme
from app.widgets.card import Card, buddy, label
from app.widgets.finish_key import finish_by_key
from app.widgets.number_field import decimal_number, whole_number
from app.widgets.prompt_editor import PromptEditor
from app.widgets.rendered_view import RenderedView
from app.widgets.two_columns import TwoColumns
from app.words.forecast_words import forecast_words
from optimizer.identity import UlidFactory
from optimizer.records import CallRole, Caps, ColumnRole, ModelSpec, Prompt, Task
from optimizer.template import placeholders, start_prompt, used_columns

if TYPE_CHECKING:
    from optimizer.dataset import RoleAdvice, TableInfo

ANSWER_TOKENS = 256
TYPING_MS = 400


class DraftView(QWidget):
    """Collects all that a project starts with; *Start comparing* asks for it to be made."""

    request = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models: dict[CallRole, ModelSpec | None] = {}
        self._caps = Caps()
        self._creating: CreateProject | None = None
        self._awaited = False  # whether the project of this draft is about to open
        self._suggested_name = ""
        self._estimating: EstimateRun | None = None
        self._expected = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPING_MS)
        self._soon.timeout.connect(self._estimate)
        self._matching = False
        self.data = DataCard(theme)
        self.editor = PromptEditor(theme)
        self.rendered = RenderedView(theme)
        self.task_form = TaskForm(theme)
        self.models = ModelsCard(theme)
        columns = TwoColumns(theme)
        columns.add_left(self.data)
        columns.add_left(self._task_card())
        columns.add_right(self._prompt_card(theme))
        columns.add_right(self.models)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(columns, 1)
        column.addWidget(self._foot())
        self.data.request.connect(self.request)
        self.models.request.connect(self.request)
        self.data.changed.connect(self._data_changed)
        self.data.row_chosen.connect(self.rendered.set_row)
        self.rendered.row_changed.connect(self.data.preview.selectRow)
        self.editor.changed.connect(self._prompt_changed)
        self.editor.use_as_input.connect(
            lambda name: self.data.roles.set_role(name, ColumnRole.INPUT)
        )
        self.task_form.changed.connect(self._task_changed)
        self.data.advice.accepted.connect(self._take)
        self._prompt_changed()

    def set_defaults(self, models: Mapping[CallRole, ModelSpec | None], caps: Caps) -> None:
        """Say which models and caps a new project starts with."""
        self._models, self._caps = dict(models), caps
        self.models.show_models(models)
        self._check()

    def show_info(self, info: TableInfo) -> None:
        """Begin with a data file; what was written already stays."""
        name = Path(info.path).stem
        if self.task_form.name_edit.text().strip() in ("", self._suggested_name):
            self._suggested_name = name
            self.task_form.name_edit.setText(name)
        self.data.show_info(info, used_columns(self.prompt()))
        self.rendered.set_rows(info.preview)
        self.editor.set_example(_wordiest(info))
        self.data.preview.setFocus()

    def offer_way_back(self, name: str | None) -> None:
        """Offer to go back to the open project of this name; None for no way back."""
        self._back.setVisible(name is not None)
        self._back.setText(tr("Back to {name}", name=name).replace("&", "&&"))

    def end(self, *, made: bool) -> bool:
        """Take in that a project was opened, or that one was closed.

        Args:
            made: Whether it was opened. The draft of it is emptied then, and not before: a file
                that cannot be written must not take what was written along.

        Returns:
            Whether it was the one that was asked for here.
        """
        mine, self._awaited = self._awaited, False
        if mine and made:
            # The next project begins with an empty prompt, not with this one's.
            self.editor.set_prompt("")
            self.task_form.clear()
            self._check()
        return mine

    def receive(self, reply: Reply) -> bool:
        """Take a reply; tell whether it was for this view."""
        if self._creating is not None and reply.request is self._creating:
            if isinstance(reply, Answered | Failed):
                self._creating = None
                self._awaited = isinstance(reply, Answered)
                self._check()
            return True
        if self._estimating is not None and reply.request is self._estimating:
            if isinstance(reply, Answered):
                forecast, caution = reply.result
                self._expected = " ".join(filter(None, (forecast_words(forecast), tr(caution))))
                self._tell_ready()
            return True
        return self.data.receive(reply) or self.models.receive(reply)

    def prompt(self) -> Prompt:
        """Return the start prompt as it is written."""
        return start_prompt(
            self.editor.instruction,
            system=self.editor.system,
            answer_tokens=self._length.value(),
            temperature=self._warmth.value(),
        )

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(PAGE, PAGE, PAGE, GAP)
        row.setSpacing(GAP)
        row.addWidget(label(tr("New project"), "title"))
        row.addStretch(1)
        self._back = QPushButton()
        self._back.setProperty("kind", "quiet")
        self._back.clicked.connect(self.left)
        self._back.hide()
        row.addWidget(self._back)
        return head

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("kind", "bar")
        self._missing = label("", "muted", wrap=True, name="missing")
        self._missing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.start = QPushButton(tr("Start comparing"))
        self.start.setProperty("kind", "primary")
        self.start.clicked.connect(self._create)
        finish_by_key(self.start, self)
        row = QHBoxLayout(foot)
        row.setContentsMargins(PAGE, GAP, PAGE, GAP)
        row.setSpacing(PAGE)
        row.addWidget(self._missing, 1)
        row.addWidget(self.start)
        return foot

    def _task_card(self) -> Card:
        card = Card(tr("Task"))
        card.body.addWidget(self.task_form)
        return card

    def _prompt_card(self, theme: Theme) -> Card:
        card = Card(tr("Start prompt"))
        card.body.addWidget(self.editor, 1)
        self._length = whole_number(1, 32_000, ANSWER_TOKENS, step=32, unit=tr(" tokens"))
        self._warmth = decimal_number(0.0, 2.0, 0.0, step=0.1, decimals=1)
        self._warmth.setToolTip(tr("0 gives the likeliest answer; higher gives more variety"))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(buddy(tr("&Longest answer"), self._length))
        row.addWidget(self._length)
        row.addSpacing(GAP)
        row.addWidget(buddy(tr("T&emperature"), self._warmth))
        row.addWidget(self._warmth)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addSpacing(HALF)
        self.rendered.setMinimumHeight(theme.px(200))
        card.body.addWidget(self.rendered, 1)
        return card

    def _data_changed(self) -> None:
        self.editor.set_columns(self.data.columns)
        self._match_answers()
        self._check()

    def _task_changed(self) -> None:
        self._match_answers()
        self._check()

    def _match_answers(self) -> None:
        """Say what the answers are as far as data and prompt tell it, and what does not fit."""
        from optimizer.dataset import answer_kind, role_advice

        if self.data.info is None or self._matching:
            return
        self._matching = True
        columns, labels = self.data.columns, self.data.labels
        prompt = self.prompt()
        words = f"{prompt.system}\n{prompt.instruction}"
        text = f"{words}\n{self.task_form.criteria}"
        reference = next((c.name for c in columns if c.role is ColumnRole.REFERENCE), "")
        known = labels.get(reference, ())
        chosen = self.data.roles.chosen(reference)
        self.task_form.suggest(answer_kind(known, text, chosen=chosen), known)
        advice = role_advice(
            columns,
            labels,
            text if words.strip() else "",
            used_columns(prompt),
            self.task_form.kind,
        )
        self.data.advice.show_advice(advice)
        self._matching = False

    def _take(self, advice: RoleAdvice) -> None:
        if advice.role is not None:
            self.data.roles.set_role(advice.column, advice.role)
        elif advice.kind is not None:
            self.task_form.choose(advice.kind)

    def _prompt_changed(self) -> None:
        instruction, system = self.editor.instruction, self.editor.system
        self.data.roles.show_used((*placeholders(system), *placeholders(instruction)))
        empty = not (instruction.strip() or system.strip())
        self.rendered.set_prompt(None if empty else Prompt(instruction, system))
        self._match_answers()
        self._check()

    def _check(self) -> None:
        missing = self._what_is_missing()
        self.start.setEnabled(not missing and self._creating is None)
        if self._creating is not None:
            self._missing.setText(tr("Making the project …"))
        elif missing:
            self._missing.setText(missing)
        else:
            self._tell_ready()
            self._soon.start()

    def _tell_ready(self) -> None:
        answers = self._models.get(CallRole.ANSWER)
        if answers is not None and not self._what_is_missing():
            ready = tr("Ready. {model} will answer.", model=tr(answers.title))
            self._missing.setText(f"{ready} {self._expected}".strip())

    def _estimate(self) -> None:
        if not self._what_is_missing() and self._creating is None:
            self._estimating = EstimateRun(self._draft())
            self.request.emit(self._estimating)

    def _what_is_missing(self) -> str:
        if self.data.info is None:
            return tr("Open a data file first.")
        blocking = [problem for problem in self.editor.problems if problem.blocking]
        if blocking:
            return blocking[0].text
        if self.task_form.problem:
            return self.task_form.problem
        if self._models.get(CallRole.ANSWER) is None:
            return tr("Choose a model for the answers.")
        if self.data.trouble:
            return self.data.trouble
        if self.data.busy:
            return tr("The rows are still being read.")
        return "" if self.data.examples else tr("The file has no rows that can be used.")

    def _draft(self) -> Draft:
        task = self.task_form.task(Task(id=UlidFactory()(), name="", columns=self.data.columns))
        return Draft(
            name=task.name,
            task=task,
            examples=self.data.examples,
            start=self.prompt(),
            models=self._models,
            caps=self._caps,
        )

    def _create(self) -> None:
        self._creating = CreateProject(self._draft())
        self._check()
        self.request.emit(self._creating)


def _wordiest(info: TableInfo) -> str:
    """Return the column that says most: what a prompt is most likely about."""
    said = {name: sum(len(row.get(name, "")) for row in info.preview) for name in info.columns}
    return max(said, key=lambda name: said[name])
