"""The tab that lists on which examples a prompt wins and loses, and asks for two prompts blind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.language import mark, tr, tr_n
from app.prompts.prompt_examples import ExampleRow, example_rows, totals_words
from app.requests import VoteFilter
from app.theme import GAP, Theme
from app.told_votes import ToldVotes
from app.widgets.card import buddy
from app.widgets.elided_label import ElidedLabel
from app.widgets.folding_row import FoldingRow
from app.widgets.key_button import KeyButton
from app.widgets.plain_text import visible
from app.widgets.plain_tip import plain_tip
from app.widgets.rows_model import TableColumn
from app.widgets.rows_table import RowsTable
from app.words.figures import whole
from app.words.head_to_head_words import head_to_head_words
from optimizer.records import Candidate
from optimizer.views import HeadToHeadView, HistoryRow

ANYBODY = mark("any other prompt")


class PromptExamplesTab(QWidget):
    """Drawn only while it is seen, since it goes through all votes.

    `votes_wanted` carries an example and the other prompt, empty for any; `compare_wanted` the
    other prompt and the chosen examples, none for the next ones; `stop_wanted` ends that.
    """

    votes_wanted = Signal(str, str)
    compare_wanted = Signal(str, tuple)
    stop_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt_id = ""
        self._names: dict[str, str] = {}
        self._others: Mapping[str, Candidate] = {}
        self._offered: tuple[str, dict[str, str]] | None = None
        self._votes = ToldVotes()
        self._titles: dict[str, str] = {}
        self._trials: tuple[HeadToHeadView, ...] = ()
        self._may_ask = False
        self.against = QComboBox()
        self.against.setMinimumContentsLength(16)
        self.against.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.against.currentIndexChanged.connect(lambda _: self._draw())
        self.compare = KeyButton(tr("Show me these two"), theme, "", "compare")
        self.compare.clicked.connect(self._compare)
        self.stop = QPushButton(tr("End the comparison"))
        self.stop.setToolTip(tr("The votes cast so far stay"))
        self.stop.clicked.connect(self.stop_wanted)
        self.show_votes = QPushButton(tr("Show the votes"))
        self.show_votes.setToolTip(tr("Show the votes on this example in the history (Return)"))
        self.show_votes.clicked.connect(self._show_votes)
        self._totals = ElidedLabel("muted")
        self._totals.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._told = ElidedLabel("small")
        self.table = RowsTable(_columns(theme), theme, tr("Where the prompt wins and loses"))
        self.table.activated.connect(lambda _: self._show_votes())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        head = FoldingRow()
        row = head.add_part(1)
        row.addWidget(buddy(tr("A&gainst"), self.against))
        row.addWidget(self.against)
        row.addWidget(self._totals, 1)
        row = head.add_part()
        for button in (self.show_votes, self.stop, self.compare):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._told)
        self._offer()

    @property
    def told(self) -> str:
        """What is said of comparisons of two prompts."""
        return self._told.text()

    def enter(self, rows: Iterable[HistoryRow], *, whole: bool = False) -> None:
        """Take votes that are new or changed; `whole` says that they replace all."""
        self._votes.enter(rows, whole=whole)

    def set_examples(self, titles: Mapping[str, str]) -> None:
        """List these examples even where nobody judged them."""
        self._titles = dict(titles)
        self._draw()

    def set_trials(self, trials: tuple[HeadToHeadView, ...], *, may_ask: bool) -> None:
        """Say how comparisons of two prompts stand, and whether one may be asked for."""
        self._trials, self._may_ask = trials, may_ask
        self._offer()

    def show_prompt(self, prompt_id: str, others: Mapping[str, Candidate]) -> None:
        """Show how a prompt fared; an empty id for none."""
        self._prompt_id, self._others = prompt_id, others
        self._draw()

    def turn_against(self, prompt_id: str) -> None:
        """Show only what was judged against another prompt."""
        self._offer_others()
        self.against.setCurrentIndex(max(0, self.against.findData(prompt_id)))

    def _offer_others(self) -> None:
        names = {key: other.name for key, other in self._others.items()}
        if (self._prompt_id, names) != self._offered:
            self._offered, self._names = (self._prompt_id, names), names
            chosen = self.against.currentData()
            self.against.blockSignals(True)
            self.against.clear()
            self.against.addItem(tr(ANYBODY), "")
            for key, name in names.items():
                if key != self._prompt_id:
                    self.against.addItem(visible(name), key)
            self.against.setCurrentIndex(max(0, self.against.findData(chosen)))
            self.against.blockSignals(False)

    def redraw(self) -> None:
        """Draw what is known now, if anybody looks."""
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def _draw(self) -> None:
        if not self.isVisible():
            return
        self._offer_others()
        against = self.against.currentData() or ""
        wanted = VoteFilter(prompt_id=self._prompt_id, against_id=against or None)
        votes = self._votes.select(wanted) if self._prompt_id else ()
        rows = example_rows(self._prompt_id, against, votes, self._titles)
        rows = rows if self._prompt_id else ()
        grown = len(rows) != len(self.table.rows_model.rows)
        self.table.set_rows(rows)
        if grown:
            self.table.fit_columns()
        self._totals.set_text(totals_words(rows) if self._prompt_id else "")
        self._offer()

    def _chosen(self) -> tuple[str, ...]:
        selected = self.table.selectionModel().selectedRows()
        return tuple(self.table.rows_model.row_at(at.row()).example_id for at in selected)

    def _offer(self) -> None:
        other, chosen = self.against.currentData() or "", self._chosen()
        going_on = any(trial.active for trial in self._trials)
        self.compare.setEnabled(bool(other) and self._may_ask)
        self.compare.setToolTip(_offer_words(bool(other), len(chosen)))
        self.stop.setVisible(going_on and self._may_ask)
        self.show_votes.setEnabled(len(chosen) == 1)
        mine = [t for t in self._trials if self._prompt_id in (t.first, t.second)]
        told = next((trial for trial in reversed(self._trials) if trial.active), None)
        told = told or (mine[-1] if mine else None)
        self._told.set_text(head_to_head_words(told, self._names) if told else "")
        self._told.setVisible(told is not None)

    def _compare(self) -> None:
        self.compare_wanted.emit(self.against.currentData(), self._chosen())

    def _show_votes(self) -> None:
        row = self.table.selected_row()
        if row is not None:
            self.votes_wanted.emit(row.example_id, self.against.currentData() or "")


def _offer_words(other: bool, chosen: int) -> str:
    if not other:
        return tr("First choose the other prompt here")
    if not chosen:
        return tr("Judge the two blind on the next ten examples")
    return tr_n(
        "Judge the two blind on the {n:,} chosen example",
        "Judge the two blind on the {n:,} chosen examples",
        chosen,
    )


def _columns(theme: Theme) -> tuple[TableColumn, ...]:
    def quiet(row: ExampleRow) -> str | None:
        return theme.colours.muted if row.balance is None else None

    def number(title: str, name: str) -> TableColumn:
        return TableColumn(
            title,
            lambda row: whole(getattr(row, name)),
            sort=lambda row: getattr(row, name),
            numeric=True,
            colour=quiet,
        )

    return (
        TableColumn(
            tr("Example"),
            lambda row: " ".join(row.title.split()),
            tip=lambda row: plain_tip(row.title),
            colour=quiet,
            stretch=True,
        ),
        TableColumn(
            tr("Here it"), lambda row: row.words, sort=lambda row: row.balance, colour=quiet
        ),
        number(tr("Won"), "wins"),
        number(tr("Lost"), "losses"),
        number(tr("Tied"), "ties"),
    )
