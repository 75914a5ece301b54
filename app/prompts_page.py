"""The Prompts page: every prompt there is, what became of it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.edit_as_new import EditAsNew
from app.elided_label import ElidedLabel
from app.example_card import summary
from app.figures import count, percent, wins_losses_ties
from app.hunch_button import HunchButton
from app.key_button import KeyButton
from app.language import tr
from app.lineage_tree import LineageTree
from app.prompt_details import PromptDetails
from app.prompt_words import state
from app.prompts_table import PromptsTable
from app.refusals_table import RefusalsTable
from app.requests import (
    Answered,
    ExportPrompt,
    ImportPrompt,
    Reply,
    ShowPage,
    ShowVotes,
    VoteFilter,
)
from app.theme import GAP, HALF, PAGE, Theme
from app.throttle import Throttle
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

TABLE, LINEAGE, REFUSED = 0, 1, 2


class PromptsPage(QWidget):
    """A table or a tree above, the chosen prompt below."""

    command = Signal(object)
    request = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pool: PoolView | None = None
        self._task: TaskView | None = None
        self._chosen = ""
        self._awaited = ""  # the prompt that the person just added
        self._sizes = [400, 500]
        self.table = PromptsTable(theme)
        self.tree = LineageTree(theme)
        self.refused = RefusalsTable(theme)
        self.details = PromptDetails(theme)
        self.editor = EditAsNew(theme)
        self._views = QStackedWidget()
        for view in (self.table, self.tree, self.refused):
            self._views.addWidget(view)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self._actions())
        column.addWidget(self.details, 1)
        self._below = QStackedWidget()
        self._below.addWidget(below)
        self._below.addWidget(self.editor)
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
        outer.addLayout(self._head())
        outer.addWidget(self._splitter, 1)
        self._throttle = Throttle(self, self._draw)
        self._connect()
        self._draw()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # The page was turned to: the keys belong to the list of prompts.
        self._views.currentWidget().setFocus(event.reason())

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

    def show_prompt(self, prompt_id: str) -> None:
        """Choose a prompt."""
        self._throttle.flush()
        if self._views.currentIndex() == REFUSED:
            self._tabs.setCurrentIndex(TABLE)
        row = self._row(prompt_id)
        if row is not None and row.candidate.archived:
            self._archived.setChecked(True)
        self._choose(prompt_id)

    def _head(self) -> QHBoxLayout:
        self._tabs = QTabBar()
        self._tabs.setDrawBase(False)
        self._tabs.setAccessibleName(tr("How the prompts are shown"))
        for text in (tr("Table"), tr("Lineage"), tr("Refused")):
            self._tabs.addTab(text)
        title, self._count = ElidedLabel("title"), ElidedLabel("muted")
        title.set_text(tr("Prompts"))
        for words in (title, self._count):  # whole where there is room, even at 200 %
            words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._archived = QCheckBox(tr("Show a&rchived"))
        self._archived.setChecked(True)
        self._import = QPushButton(tr("Import…"))
        self._import.setProperty("kind", "quiet")
        self._import.setAccessibleName(tr("Import a prompt from a file"))
        self._propose = QPushButton(tr("Write new prompts"))
        self._propose.setToolTip(tr("Ask for new prompts now, without waiting for more votes"))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(title)
        row.addSpacing(GAP)
        row.addWidget(self._tabs)
        row.addSpacing(GAP)
        row.addWidget(self._count)
        row.addStretch(1)
        for widget in (self._archived, self._import, self._propose):
            row.addWidget(widget)
        return row

    def _actions(self) -> QHBoxLayout:
        self._name = ElidedLabel("title")
        self._figures = ElidedLabel("muted")
        self.edit = KeyButton(tr("Edit as new"), self._theme, "", "edit")
        self.pin = KeyButton(tr("Pin"), self._theme, "", "pin")
        self.archive = KeyButton(tr("Archive"), self._theme, "", "archive")
        self.export = KeyButton(tr("Export…"), self._theme, "", "export")
        self.hunch = HunchButton()
        self.more = QPushButton(tr("More"))
        menu = QMenu(self.more)
        self.set_start = menu.addAction(tr("Set as start prompt"))
        self.show_votes = menu.addAction(tr("Show its votes"))
        self.copy = menu.addAction(tr("Copy the text"))
        self.more.setMenu(menu)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._figures)
        row = QHBoxLayout()
        row.setSpacing(HALF)
        row.addLayout(words, 1)
        for button in (self.edit, self.hunch, self.pin, self.archive, self.export, self.more):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(self._turn)
        self._archived.toggled.connect(lambda _: self._draw())
        self._import.clicked.connect(lambda: self.request.emit(ImportPrompt()))
        self._propose.clicked.connect(lambda: self.command.emit(ProposeNow()))
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
        self.edit.clicked.connect(self._edit)
        self.pin.clicked.connect(lambda: self._post(lambda c: PinPrompt(c.id, pinned=not c.pinned)))
        self.archive.clicked.connect(
            lambda: self._post(lambda c: ArchivePrompt(c.id, archived=not c.archived))
        )
        self.hunch.command.connect(self.command)
        self.export.clicked.connect(lambda: self.request.emit(ExportPrompt(self._chosen)))
        self.set_start.triggered.connect(lambda: self._post(lambda c: SetStart(c.id)))
        self.show_votes.triggered.connect(
            lambda: self.request.emit(ShowVotes(VoteFilter(prompt_id=self._chosen)))
        )
        self.copy.triggered.connect(self._copy)

    def _turn(self, at: int) -> None:
        self._views.setCurrentIndex(at)
        self._archived.setVisible(at != REFUSED)
        self._draw()

    def _draw(self) -> None:
        pool = self._pool
        rows = pool.candidates if pool else ()
        hidden = 0 if self._archived.isChecked() else sum(r.candidate.archived for r in rows)
        if hidden:
            rows = tuple(row for row in rows if not row.candidate.archived)
        self.table.show_rows(rows)
        if self._views.currentIndex() == LINEAGE:
            # A large tree costs time, so it is grown only where it is seen.
            self.tree.show_rows(rows)
        turned_down = self.refused.show_proposals(pool.proposals if pool else ())
        self._tabs.setTabText(REFUSED, f"Refused {turned_down}" if turned_down else tr("Refused"))
        words = count(len(rows), "prompt")
        self._count.set_text(f"{words}, {hidden} archived hidden" if hidden else words)
        self._import.setEnabled(self._may_change())
        self._propose.setEnabled(self._may_change())
        if self._row(self._awaited) is not None:
            awaited, self._awaited = self._awaited, ""
            self._choose(awaited)
            self._show_chosen()
            return
        if pool and self._row(self._chosen) is None:
            self._chosen = pool.incumbent_id
        self._choose(self._chosen)

    def _row(self, prompt_id: str) -> CandidateView | None:
        rows = self._pool.candidates if self._pool else ()
        return next((row for row in rows if row.candidate.id == prompt_id), None)

    def _may_change(self) -> bool:
        return self._task is not None and not self._task.read_only

    def _add(self, command: AddPrompt) -> None:
        """Post the person's own prompt; it is chosen as soon as it is in the pool."""
        self._awaited = command.prompt.id
        self.command.emit(command)

    def _show_chosen(self) -> None:
        """Bring the chosen prompt into sight, wherever it was sorted to."""
        if self._views.currentIndex() == REFUSED:
            self._tabs.setCurrentIndex(TABLE)
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
            self.table.select_row(lambda row: row.candidate.id == prompt_id)
        self.tree.choose(prompt_id)
        self._show_details(self._row(prompt_id))

    def _show_details(self, row: CandidateView | None) -> None:
        pool = self._pool
        others = {r.candidate.id: r.candidate for r in pool.candidates} if pool else {}
        self.details.show_prompt(
            row,
            others,
            start_id=pool.start_id if pool else "",
            best_id=pool.incumbent_id if pool else "",
        )
        self.details.examples.set_trials(
            pool.head_to_head if pool else (), may_ask=self._may_change()
        )
        self._name.set_text(row.candidate.name if row else tr("No prompt is chosen"))
        self._figures.set_text(_figures(row) if row else "")
        free = row is not None and self._may_change()
        start = row is not None and row.candidate.start
        self.edit.setEnabled(free)
        self.pin.setEnabled(free and not start)
        self.archive.setEnabled(free and not start)
        self.set_start.setEnabled(free and not start and not row.candidate.archived)
        self.hunch.show_prompt(
            row.candidate.id if row else "",
            pool.start_id if pool else "",
            pool.hunches if pool else (),
            changeable=free,
        )
        self.export.setEnabled(row is not None)
        self.more.setEnabled(row is not None)
        self.pin.setText(tr("Unpin") if row and row.candidate.pinned else tr("Pin"))
        self.archive.setText(tr("Take back") if row and row.candidate.archived else tr("Archive"))

    def _edit(self) -> None:
        row = self._row(self._chosen)
        if row is None or self._task is None:
            return
        names = {r.candidate.id: r.candidate.name for r in self._pool.candidates}
        task = self._task.task
        self._sizes = self._splitter.sizes()
        self._splitter.setSizes([1, 3])
        self._below.setCurrentIndex(1)
        self.editor.begin(row.candidate, task.columns, task.locks, names)

    def _stop_editing(self) -> None:
        self._below.setCurrentIndex(0)
        self._splitter.setSizes(self._sizes)
        self.edit.setFocus()

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


def _figures(row: CandidateView) -> str:
    standing = row.standing
    words = [state(row).capitalize()]
    if standing.wins + standing.losses + standing.ties:
        words.append(f"won–lost–tied {wins_losses_ties(standing)}")
        if not row.candidate.start:
            words.append(f"beats Start with {percent(standing.p_beats_start)}")
    words.append(count(row.words, "word"))
    return " · ".join(words)
