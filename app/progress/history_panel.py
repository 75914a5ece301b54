"""The history: every vote, with a filter, and each one can be taken back, restored or changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.language import mark, tr, tr_n
from app.progress.history_filter import HistoryFilter, days_back, filter_words, searched
from app.progress.history_table import BY, history_columns, vote_words
from app.requests import VoteFilter
from app.theme import GAP, HALF, Theme
from app.told_votes import ToldVotes
from app.widgets.card import buddy, label
from app.widgets.elided_label import ElidedLabel
from app.widgets.folding_row import FoldingRow
from app.widgets.key_button import KeyButton
from app.widgets.plain_text import visible
from app.widgets.rows_table import RowsTable
from app.words.compare_words import CHOICES, SAID, said_words
from app.words.rater_words import rater_name
from optimizer.commands import ChangeVote, Redo, RestoreVote, Undo, VoidVote
from optimizer.records import Strength, Verdict
from optimizer.views import HistoryRow, Status

DAYS = (
    (mark("any day"), 0),
    (mark("today"), 1),
    (mark("two days"), 2),
    (mark("a week"), 7),
    (mark("30 days"), 30),
)
TYPED_MS = 120  # after a letter, before a long history is searched
WIDEST = 140  # pixels of a column, so that the example keeps the most room


class HistoryPanel(QWidget):
    """A table of votes with its filter and actions."""

    command = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._told = ToldVotes()
        self._texts: dict[str, str] = {}  # what words are looked for in, once it was asked
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPED_MS)
        self._typed.timeout.connect(self._draw)
        self._votes = VoteFilter()
        self._prompts: Mapping[str, str] = {}
        self._may_change = True
        self._changed: HistoryRow | None = None  # whose new verdict is awaited
        self._follow: str | None = None  # the vote that holds it
        self._fitted = 0  # the number of rows that the columns were fitted to
        self.table = RowsTable(history_columns(theme), theme, tr("History of the votes"))
        self.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._filter_row())
        column.addWidget(self.table, 1)
        column.addLayout(self._action_row())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._offer())
        self._draw()

    def set_rows(self, rows: Sequence[HistoryRow], *, whole: bool) -> None:
        """Take rows that are new or changed; `whole` says that they replace all."""
        self._told.enter(rows, whole=whole)
        if whole:
            self._texts = {}
            return
        for row in rows:
            self._texts.pop(row.vote_id, None)
            if self._changed is not None and _replaces(row, self._changed):
                self._changed, self._follow = None, row.vote_id

    def redraw(self) -> None:
        """Show the rows that pass the filter."""
        self._draw()

    def set_prompts(self, names: Mapping[str, str]) -> None:
        """Name the prompts by id."""
        self._prompts = names

    def set_status(self, status: Status, *, may_change: bool) -> None:
        """Say what undo and redo would do, and whether votes may be changed."""
        self._may_change = may_change
        self._undo.setEnabled(may_change and bool(status.undo_text))
        undo, redo = tr(status.undo_text), tr(status.redo_text)
        self._undo.setToolTip(undo)
        self._undo.setAccessibleName(undo or tr("Undo"))
        self._redo.setEnabled(may_change and bool(status.redo_text))
        self._redo.setToolTip(redo)
        self._redo.setAccessibleName(redo or tr("Redo"))
        self._offer()

    def narrow(self, votes: VoteFilter) -> None:
        """Show only some votes."""
        self._votes = votes
        self.text.clear()
        self.verdict.setCurrentIndex(self.verdict.findData(votes.verdict and votes.verdict.value))
        self.when.setCurrentIndex(0)
        self.rater.setCurrentIndex(0)
        self._draw()

    def number_of(self, vote_id: str | None) -> int:
        """Return which vote this was, 0 for none."""
        place = self._told.place_of(vote_id or "")
        return self._told.number_at(place) if place is not None else 0

    def _filter_row(self) -> QWidget:
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Prompt, example, tag, reason …"))
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(lambda _: self._typed.start())
        self.verdict = QComboBox()
        self.verdict.addItem(tr("any"), None)
        for verdict, words in SAID.items():
            self.verdict.addItem(tr(words), verdict.value)
        self.verdict.currentIndexChanged.connect(lambda _: self._draw())
        self.when = QComboBox()
        for words, days in DAYS:
            self.when.addItem(tr(words), days)
        self.when.currentIndexChanged.connect(lambda _: self._draw())
        self.rater = QComboBox()
        self.rater.addItem(tr("anybody"), None)
        self.rater.currentIndexChanged.connect(lambda _: self._draw())
        self._rater_label = buddy(tr("&By"), self.rater)
        self._narrowed = ElidedLabel("chip")
        self._narrowed.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._all = QPushButton(tr("Show all"))
        self._all.clicked.connect(lambda: self.narrow(VoteFilter()))
        self._count = label("", "muted", name="vote-count")
        both = FoldingRow()
        row = both.add_part(1)
        row.addWidget(buddy(tr("&Find"), self.text))
        row.addWidget(self.text, 2)
        row = both.add_part()
        row.addWidget(buddy(tr("&Verdict"), self.verdict))
        row.addWidget(self.verdict)
        row.addWidget(buddy(tr("&When"), self.when))
        row.addWidget(self.when)
        row.addWidget(self._rater_label)
        row.addWidget(self.rater)
        row.addWidget(self._narrowed)
        row.addWidget(self._all)
        row.addStretch(1)
        row.addWidget(self._count)
        return both

    def _action_row(self) -> QHBoxLayout:
        self._undo = KeyButton(tr("Undo"), self._theme, "", "undo")
        self._undo.clicked.connect(lambda: self.command.emit(Undo()))
        self._redo = KeyButton(tr("Redo"), self._theme, "", "redo")
        self._redo.clicked.connect(lambda: self.command.emit(Redo()))
        self.void = QPushButton(tr("Take back"))
        self.void.clicked.connect(self._void)
        self.change = QPushButton(tr("Change to"))
        menu = QMenu(self.change)
        for verdict, strength in CHOICES:
            words = said_words(verdict, strength)
            menu.addAction(words[:1].upper() + words[1:]).triggered.connect(
                lambda _=False, said=verdict, sure=strength: self._change(said, sure)
            )
        self.change.setMenu(menu)
        self._about = ElidedLabel("muted")
        row = QHBoxLayout()
        row.setSpacing(HALF)
        row.addWidget(self._undo)
        row.addWidget(self._redo)
        row.addSpacing(GAP)
        row.addWidget(self._about, 1)
        row.addWidget(self.change)
        row.addWidget(self.void)
        return row

    def _draw(self) -> None:
        self._offer_raters()
        value, days = self.verdict.currentData(), self.when.currentData()
        votes = replace(
            self._votes,
            verdict=Verdict(value) if value else None,
            rater=self.rater.currentData(),
            since=days_back(days, datetime.now().astimezone()) if days else None,
        )
        found = HistoryFilter(self.text.text(), votes).select(self._told, self._text_of)
        chosen = self.table.selected_row()
        self.table.set_rows(found)
        # A few rows more seldom make a column wider, and looking takes as long as drawing.
        if not self._fitted <= len(found) < 2 * self._fitted:
            self.table.fit_columns(WIDEST)
            self._fitted = len(found)
        # A vote that is changed is taken back and cast anew: the new one is what was meant.
        wanted, self._follow = self._follow or (chosen and chosen.vote_id), None
        if wanted is not None:
            self.table.select_number(found.place_of(wanted))
        total = len(self._told)
        self.table.say_when_empty(
            tr("No vote is like this. Search or filter for less.") if total else tr("No votes yet")
        )
        shown = tr_n("{n:,} vote", "{n:,} votes", total)
        if len(found) != total:
            shown = tr("{part:,} of {votes}", part=len(found), votes=shown)
        self._count.setText(shown)
        titles = {row.example_id: row.example_title for row in found[:1]}
        words = filter_words(votes, self._prompts, titles)
        self._narrowed.set_text(words)
        self._narrowed.setVisible(bool(words))
        self._all.setVisible(bool(words))
        self._offer()

    def _text_of(self, row: HistoryRow) -> str:
        text = self._texts.get(row.vote_id)
        if text is None:
            text = self._texts[row.vote_id] = searched(row)
        return text

    def _offer_raters(self) -> None:
        known = [self.rater.itemData(at) for at in range(1, self.rater.count())]
        names = sorted(self._told.rater_names())
        if names != known:
            chosen = self.rater.currentData()
            self.rater.blockSignals(True)
            self.rater.clear()
            self.rater.addItem(tr("anybody"), None)
            for name in names:
                self.rater.addItem(visible(rater_name(name)), name)
            self.rater.setCurrentIndex(max(0, self.rater.findData(chosen)))
            self.rater.blockSignals(False)
        for widget in (self.rater, self._rater_label):
            widget.setVisible(len(names) > 1)
        self.table.setColumnHidden(BY, len(names) < 2)

    def _offer(self) -> None:
        row = self.table.selected_row()
        voided = row is not None and row.voided
        self.void.setEnabled(row is not None and self._may_change)
        self.change.setEnabled(row is not None and self._may_change and not voided)
        self.void.setText(tr("Restore") if voided else tr("Take back"))
        self._about.set_text(vote_words(row) if row else "")

    def _void(self) -> None:
        row = self.table.selected_row()
        if row is not None:
            self.command.emit((RestoreVote if row.voided else VoidVote)(row.vote_id))

    def _change(self, verdict: Verdict, strength: Strength) -> None:
        row = self.table.selected_row()
        if row is not None and (row.verdict, row.strength) != (verdict, strength):
            self._changed = row
            self.command.emit(ChangeVote(row.vote_id, verdict, strength))


def _replaces(row: HistoryRow, before: HistoryRow) -> bool:
    same = row.duel_id == before.duel_id and row.rater == before.rater
    return same and not row.voided and row.vote_id != before.vote_id
