"""The open project's task: its words, its data, its start prompt, its models and limits."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.data.metric_hint import MetricHint
from app.data.more_rows import MoreRows
from app.data.table_preview import TablePreview
from app.data.task_form import TaskForm
from app.forms.caps_form import caps_words
from app.forms.models_card import ModelsCard
from app.language import mark, tr, tr_n
from app.requests import OpenDataFile, OpenSettings, Reply, ShowPage, ShowPrompt
from app.theme import GAP, PAGE, Theme
from app.widgets.card import Card, label
from app.widgets.elided_label import ElidedLabel
from app.widgets.plain_text import visible
from app.widgets.prompt_view import PromptView
from app.widgets.rendered_view import RenderedView
from app.widgets.two_columns import TwoColumns
from app.words.forecast_words import forecast_words
from app.words.row_words import SPLITS
from optimizer.commands import SetTask
from optimizer.records import Candidate, ColumnRole
from optimizer.template import prompt_text
from optimizer.views import ForecastView
from optimizer.views import TaskView as View

LONGEST = 48  # letters of a name
NEW_SETTING = mark(
    "With other criteria the votes so far become history: they stay, but count no longer."
)


class TaskView(QWidget):
    """Shows the task and lets its words, data, models and limits be changed."""

    command = Signal(object)
    request = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: View | None = None
        self._start: Candidate | None = None
        self._foretold: tuple[ForecastView | None, str] = (None, "")
        self.form = TaskForm(theme)
        self.form.changed.connect(self._edited)
        self.more_rows = MoreRows(theme)
        self.more_rows.command.connect(self.command)
        self.more_rows.request.connect(self.request)
        self.models = ModelsCard(theme)
        self.models.request.connect(self.request)
        self.rendered = RenderedView(theme)
        self._prompt = PromptView(theme, tr("The start prompt"))
        columns = TwoColumns(theme)
        columns.add_left(self._data_card(theme))
        columns.add_left(self._task_card())
        columns.add_right(self._prompt_card(theme))
        columns.add_right(self.models)
        columns.add_right(self._caps_card())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(columns, 1)

    @property
    def view(self) -> View | None:
        """The task shown."""
        return self._view

    def show_view(self, view: View) -> None:
        """Show a task."""
        before, self._view = self._view, view
        name = visible(view.name)
        self._name.setText(name if len(name) <= LONGEST else f"{name[:LONGEST]}…")
        self._path.set_text(view.path)
        self._read_only.setVisible(view.read_only)
        if before is None or before.path != view.path or before.task != view.task:
            self.form.show_task(view.task)
        self.form.setEnabled(not view.read_only)
        self._add.setEnabled(not view.read_only)
        self.models.show_models(view.models)
        self.models.change.setEnabled(not view.read_only)
        self._change_caps.setEnabled(not view.read_only)
        self._caps.setText(caps_words(view.caps))
        self._counts.setText(_counted(view))
        self.more_rows.set_view(view)
        self.metric_hint.show_view(view)
        if before is None or before.preview != view.preview or before.path != view.path:
            self._show_examples(view)
        self._edited()

    def show_start(self, start: Candidate | None) -> None:
        """Show the start prompt."""
        self._start = start
        self._prompt.set_text(prompt_text(start.prompt) if start else "")
        self.rendered.set_prompt(start.prompt if start else None)

    def show_forecast(self, forecast: ForecastView | None, caution: str) -> None:
        """Say what the next votes will take, and whether the limits leave room for it."""
        if (forecast, caution) == self._foretold:
            return  # told with every status; few of them bring another
        self._foretold = forecast, caution
        said = ((self._forecast, forecast_words(forecast) if forecast else ""),)
        for words, text in (*said, (self._caution, tr(caution))):
            words.setText(text)
            words.setVisible(bool(text))

    def forget(self) -> None:
        """The project was closed: nothing of it is kept."""
        self._view = None
        self.show_start(None)

    def receive(self, reply: Reply) -> bool:
        """Take a reply; tell whether it was for this view."""
        return self.more_rows.receive(reply) or self.models.receive(reply)

    def _head(self) -> QWidget:
        head = QWidget()
        self._name = label("", "title", name="project")
        self._path = ElidedLabel("small")
        self._read_only = label(tr("Read only"), "chip")
        new = QPushButton(tr("New project from data…"))
        new.clicked.connect(lambda: self.request.emit(OpenDataFile()))
        row = QHBoxLayout(head)
        row.setContentsMargins(PAGE, PAGE, PAGE, GAP)
        row.setSpacing(GAP)
        row.addWidget(self._name)
        row.addWidget(self._read_only)
        row.addWidget(self._path, 1)
        row.addWidget(new)
        return head

    def _data_card(self, theme: Theme) -> Card:
        card = Card(tr("Data"))
        self._add = QPushButton(tr("Add rows…"))
        self._add.setProperty("kind", "quiet")
        self._add.clicked.connect(self.more_rows.ask)
        card.add_action(self._add)
        self._counts = label("", wrap=True, name="counts")
        self._table = TablePreview(theme, tr("The first examples"))
        self._table.setMinimumHeight(theme.px(220))
        self._table.row_chosen.connect(self.rendered.set_row)
        self.rendered.row_changed.connect(self._table.selectRow)
        card.body.addWidget(self._counts)
        card.body.addWidget(self.more_rows)
        self.metric_hint = MetricHint()
        self.metric_hint.wanted.connect(lambda: self.request.emit(ShowPage("progress")))
        card.body.addWidget(self.metric_hint)
        card.body.addWidget(self._table)
        return card

    def _task_card(self) -> Card:
        card = Card(tr("Task"))
        self._note = label("", "small", wrap=True)
        self._keep = QPushButton(tr("Keep changes"))
        self._keep.setProperty("kind", "primary")
        self._keep.clicked.connect(self._save)
        self._drop = QPushButton(tr("Discard"))
        self._drop.clicked.connect(self._revert)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addStretch(1)
        row.addWidget(self._drop)
        row.addWidget(self._keep)
        card.body.addWidget(self.form)
        card.body.addWidget(self._note)
        card.body.addLayout(row)
        return card

    def _prompt_card(self, theme: Theme) -> Card:
        card = Card(tr("Start prompt"))
        show = QPushButton(tr("All prompts"))
        show.setProperty("kind", "quiet")
        show.clicked.connect(self._show_prompts)
        card.add_action(show)
        self._prompt.setMinimumHeight(theme.px(140))
        self.rendered.setMinimumHeight(theme.px(200))
        card.body.addWidget(self._prompt, 1)
        card.body.addWidget(self.rendered, 1)
        return card

    def _caps_card(self) -> Card:
        card = Card(tr("Limits"))
        self._change_caps = QPushButton(tr("Change…"))
        self._change_caps.setAccessibleName(tr("Change the limits"))
        self._change_caps.setProperty("kind", "quiet")
        self._change_caps.clicked.connect(lambda: self.request.emit(OpenSettings("caps")))
        card.add_action(self._change_caps)
        self._caps = label("", "muted", wrap=True)
        card.body.addWidget(self._caps)
        self._forecast = label("", "small", wrap=True, name="forecast")
        self._caution = label("", wrap=True, name="caution")
        for words in (self._forecast, self._caution):
            words.hide()
            card.body.addWidget(words)
        return card

    def _show_examples(self, view: View) -> None:
        inputs = [c.name for c in view.task.columns if c.role is ColumnRole.INPUT]
        reference = next(
            (c.name for c in view.task.columns if c.role is ColumnRole.REFERENCE), None
        )
        rows, split = [], tr("split")
        for example in view.preview:
            row = dict(example.fields)
            if reference:
                row[reference] = example.reference or ""
            rows.append({**row, split: tr(SPLITS[example.split])})
        columns = [*inputs, *([reference] if reference else []), split]
        self.rendered.set_rows([example.fields for example in view.preview])
        self._table.show_rows(columns, rows)

    def _edited(self) -> None:
        if self._view is None:
            return
        now = self.form.task(self._view.task)
        changed = now != self._view.task
        self._keep.setVisible(changed)
        self._drop.setVisible(changed)
        self._keep.setEnabled(not self.form.problem)
        other = changed and now.criteria != self._view.task.criteria
        self._note.setText(self.form.problem or (tr(NEW_SETTING) if other else ""))
        self._note.setVisible(changed)

    def _save(self) -> None:
        if self._view is not None:
            self.command.emit(SetTask(self.form.task(self._view.task)))

    def _revert(self) -> None:
        if self._view is not None:
            self.form.show_task(self._view.task)

    def _show_prompts(self) -> None:
        if self._start is not None:
            self.request.emit(ShowPrompt(self._start.id))


def _counted(view: View) -> str:
    """Return how many examples there are, and that not all are shown where that is so."""
    words = tr_n(
        "{n:,} example for tuning, {held_out:,} held out",
        "{n:,} examples for tuning, {held_out:,} held out",
        view.tuning,
        held_out=view.held_out,
    )
    shown = len(view.preview)
    if shown >= view.tuning + view.held_out:
        return words
    return tr("{words} · the first {n} are shown", words=words, n=shown)
