"""The Prompts page: every prompt there is, what became of it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication
from PySide6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.language import tr
from app.page import Page
from app.pool_rows import Candidates, Names, Rows, kept_places, row_of, rows_at
from app.prompts.edit_as_new import EditAsNew
from app.prompts.lineage_tree import LineageTree
from app.prompts.prompt_bar import PromptBar
from app.prompts.prompt_details import PromptDetails
from app.prompts.prompts_head import LINEAGE, REFUSED, TABLE, PromptsHead
from app.prompts.prompts_table import PromptsTable
from app.prompts.refusals_table import RefusalsTable
from app.requests import (
    Answered,
    ExportPrompt,
    ImportPrompt,
    Reply,
    ShowPage,
    ShowVotes,
    VoteFilter,
)
from app.theme import GAP, PAGE, Theme
from app.throttle import Throttle
from app.widgets.example_card import summary
from optimizer.commands import (
    AddPrompt,
    ArchivePrompt,
    Command,
    CompareTwo,
    NotePrompt,
    PinPrompt,
    ProposeNow,
    SetStart,
    SetTask,
    StopComparing,
)
from optimizer.events import (
    Closed,
    Event,
    HistoryChanged,
    PoolChanged,
    TaskChanged,
    VoteStored,
)
from optimizer.records import Candidate, Prompt, Split
from optimizer.views import CandidateView, PoolView, TaskView

LEAST_LIST = 120  # pixels at 100 %


class PromptsPage(Page):
    """A table or a tree above, the chosen prompt below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pool: PoolView | None = None
        self._task: TaskView | None = None
        self._kept: tuple[Rows, Rows] | None = None  # all rows, and those not archived
        self._chosen = ""
        self._awaited = ""  # the prompt that the person just added
        self._sizes = [400, 500]
        self.table = PromptsTable(theme)
        self.tree = LineageTree(theme)
        self.refused = RefusalsTable(theme)
        self.head = PromptsHead()
        self.bar = PromptBar(theme)
        self.details = PromptDetails(theme)
        self.editor = EditAsNew(theme)
        self._views = QStackedWidget()
        for view in (self.table, self.tree, self.refused):
            self._views.addWidget(view)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.bar)
        column.addWidget(self.details, 1)
        self._below = QStackedWidget()
        self._below.addWidget(below)
        self._below.addWidget(self.editor)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._views)
        self._splitter.addWidget(self._below)
        self._splitter.setSizes(self._sizes)
        self._splitter.setStretchFactor(0, 2)
        self._splitter.setStretchFactor(1, 3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        outer.setSpacing(GAP)
        outer.addWidget(self.head)
        outer.addWidget(self._splitter, 1)
        self._throttle = Throttle(self, self._draw)
        self._connect()
        self._draw()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # The page was turned to: the keys belong to the list of prompts.
        if (list_ := self._views.currentWidget()) is not None:
            list_.setFocus(event.reason())

    def make_ready(self) -> None:
        for view in (self.table, self.tree):
            view.ensurePolished()  # its widths are measured in its own type
        self._throttle.flush()
        self.tree.show_rows(self._rows_shown())

    def handle(self, event: Event) -> None:
        """Take in what the engine tells."""
        if isinstance(event, PoolChanged):
            self._pool = event.view
            self._throttle.ask()
        elif isinstance(event, TaskChanged):
            self._task = event.view
            rows = [example.fields for example in event.view.preview]
            self.details.set_rows(rows)
            self.editor.set_rows(rows)
            self.details.set_locks(event.view.task.locks, changeable=not event.view.read_only)
            self._throttle.ask()
            tuning = [e for e in event.view.preview if e.split is Split.TUNING]
            self.details.examples.set_examples({e.id: summary(e) for e in tuning})
        elif isinstance(event, HistoryChanged):
            self.details.examples.enter(event.rows, whole=event.whole)
            self._throttle.ask()
        elif isinstance(event, VoteStored):
            self.details.examples.enter((event.row,))
            self._throttle.ask()
        elif isinstance(event, Closed):
            self.details.examples.enter((), whole=True)
            self.details.examples.set_examples({})
            self._pool = self._task = None
            self._chosen = ""
            if self._below.currentIndex():
                self._stop_editing()
            self.details.set_locks((), changeable=False)
            self._throttle.ask()

    def receive(self, reply: Reply) -> None:
        """Take a prompt that was imported."""
        if isinstance(reply, Answered) and isinstance(reply.result, Prompt):
            self._add(AddPrompt(reply.result, label="imported"))

    def show_prompt(self, prompt_id: str, against_id: str = "") -> None:
        """Choose a prompt; with another one, show where it won and lost against that."""
        self._throttle.flush()
        if self._views.currentIndex() == REFUSED:
            self.head.tabs.setCurrentIndex(TABLE)
        row = self._row(prompt_id)
        if row is not None and row.candidate.archived:
            self.head.archived.setChecked(True)
        self._choose(prompt_id)
        if against_id:
            self.details.setCurrentWidget(self.details.examples)
            self.details.examples.turn_against(against_id)

    def _connect(self) -> None:
        self.head.tabs.currentChanged.connect(self._turn)
        self.head.archived.toggled.connect(lambda _: self._draw())
        self.head.import_file.clicked.connect(lambda: self.request.emit(ImportPrompt()))
        self.head.propose.clicked.connect(lambda: self.command.emit(ProposeNow()))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._table_chose())
        self.tree.chosen.connect(self._choose)
        self.details.locks_changed.connect(self._set_locks)
        self.details.note.given.connect(
            lambda prompt_id, text: self.command.emit(NotePrompt(prompt_id, text))
        )
        self.details.examples.votes_wanted.connect(self._show_example_votes)
        self.details.examples.compare_wanted.connect(self._compare_two)
        self.details.examples.stop_wanted.connect(lambda: self.command.emit(StopComparing()))
        self.editor.saved.connect(self._add)
        self.editor.left.connect(self._stop_editing)
        self.bar.edit.clicked.connect(self._edit)
        self.bar.pin.clicked.connect(
            lambda: self._post(lambda c: PinPrompt(c.id, pinned=not c.pinned))
        )
        self.bar.archive.clicked.connect(
            lambda: self._post(lambda c: ArchivePrompt(c.id, archived=not c.archived))
        )
        self.bar.hunch.command.connect(self.command)
        self.bar.export.clicked.connect(lambda: self.request.emit(ExportPrompt(self._chosen)))
        self.bar.set_start.triggered.connect(lambda: self._post(lambda c: SetStart(c.id)))
        self.bar.show_votes.triggered.connect(
            lambda: self.request.emit(ShowVotes(VoteFilter(prompt_id=self._chosen)))
        )
        self.bar.copy.triggered.connect(self._copy)

    def _restyle(self) -> None:
        # However large the type, some rows are seen; the page scrolls rather.
        self._views.setMinimumHeight(self._theme.px(LEAST_LIST))

    def _turn(self, at: int) -> None:
        self._views.setCurrentIndex(at)
        self.head.archived.setVisible(at != REFUSED)
        self._draw()

    def _draw(self) -> None:
        pool = self._pool
        rows = self._rows_shown()
        hidden = len(pool.candidates) - len(rows) if pool else 0
        self.table.show_rows(rows)
        if self._views.currentIndex() == LINEAGE:
            # A large tree costs time, so it is grown only where it is seen.
            self.tree.show_rows(rows)
        turned_down = self.refused.show_proposals(pool.proposals if pool else ())
        if pool:
            self.head.show_counts(len(rows), hidden, turned_down)
        else:
            self.head.clear_counts()
        waiting = "" if pool else tr("The prompts and the votes on them are being read …")
        self.table.say_when_empty(waiting)
        self.head.allow_changes(self._may_change())
        if self._row(self._awaited) is not None:
            awaited, self._awaited = self._awaited, ""
            self._choose(awaited)
            self._show_chosen()
            return
        if pool and self._row(self._chosen) is None:
            self._chosen = pool.incumbent_id
        self._choose(self._chosen)

    def _rows_shown(self) -> Rows:
        """Return the rows of the views: the same ones as long as the pool is the same."""
        rows = self._pool.candidates if self._pool else ()
        if self.head.archived.isChecked():
            return rows
        if self._kept is None or self._kept[0] is not rows:
            places = kept_places(rows)
            self._kept = rows, rows if len(places) == len(rows) else rows_at(rows, places)
        return self._kept[1]

    def _row(self, prompt_id: str) -> CandidateView | None:
        rows = self._pool.candidates if self._pool else ()
        return row_of(rows, prompt_id)

    def _may_change(self) -> bool:
        return self._task is not None and not self._task.read_only

    def _add(self, command: AddPrompt) -> None:
        """Post the person's own prompt; it is chosen as soon as it is in the pool."""
        self._awaited = command.prompt.id
        self.command.emit(command)

    def _show_chosen(self) -> None:
        """Bring the chosen prompt into sight, wherever it was sorted to."""
        if self._views.currentIndex() == REFUSED:
            self.head.tabs.setCurrentIndex(TABLE)
        for view in (self.table, self.tree):
            view.scrollTo(view.currentIndex())

    def _table_chose(self) -> None:
        row = self.table.selected_row()
        if row is not None and row.candidate.id != self._chosen:
            self._choose(row.candidate.id)

    def _choose(self, prompt_id: str) -> None:
        self._chosen = prompt_id
        current = self.table.selected_row()
        if current is None or current.candidate.id != prompt_id:
            self.table.choose(prompt_id)
        self.tree.choose(prompt_id)
        self._show_details(self._row(prompt_id))

    def _show_details(self, row: CandidateView | None) -> None:
        pool = self._pool
        others = Candidates(pool.candidates if pool else ())
        self.details.show_prompt(
            row,
            others,
            start_id=pool.start_id if pool else "",
            best_id=pool.incumbent_id if pool else "",
        )
        self.details.examples.set_trials(
            pool.head_to_head if pool else (), may_ask=self._may_change()
        )
        self.bar.show_prompt(row, pool, changeable=self._may_change())

    def _edit(self) -> None:
        row = self._row(self._chosen)
        if row is None or self._task is None or self._pool is None:
            return
        names = dict(Names(self._pool.candidates))
        task = self._task.task
        self._sizes = self._splitter.sizes()
        self._splitter.setSizes([1, 3])
        self._below.setCurrentIndex(1)
        self.editor.begin(row.candidate, task.columns, task.locks, names, task.labels)

    def _stop_editing(self) -> None:
        self._below.setCurrentIndex(0)
        self._splitter.setSizes(self._sizes)
        self.bar.edit.setFocus()

    def _show_example_votes(self, example_id: str, against: str) -> None:
        votes = VoteFilter(
            prompt_id=self._chosen, against_id=against or None, example_id=example_id
        )
        self.request.emit(ShowVotes(votes))

    def _compare_two(self, other: str, examples: tuple[str, ...]) -> None:
        self.command.emit(CompareTwo(self._chosen, other, examples))
        self.request.emit(ShowPage("compare"))

    def _post(self, make: Callable[[Candidate], Command]) -> None:
        row = self._row(self._chosen)
        if row is not None:
            self.command.emit(make(row.candidate))

    def _set_locks(self, locks: tuple[str, ...]) -> None:
        if self._task is not None:
            self.command.emit(SetTask(replace(self._task.task, locks=locks)))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.view.toPlainText())
