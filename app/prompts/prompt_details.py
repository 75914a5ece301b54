"""Everything about one prompt: its text, what changed, why it is there, and how it renders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.language import mark, tr
from app.pool_rows import Candidates
from app.prompts.note_tab import NoteTab
from app.prompts.prompt_examples_tab import PromptExamplesTab
from app.prompts.word_diff_view import WordDiffView
from app.theme import GAP, HALF, Theme
from app.widgets.card import buddy, label
from app.widgets.elided_label import ElidedLabel
from app.widgets.facts import Facts
from app.widgets.folding_row import FoldingRow
from app.widgets.plain_text import visible
from app.widgets.prompt_view import PromptView
from app.widgets.rendered_view import RenderedView
from app.words.prompt_words import figure_words, layout_words, why, wording_words
from optimizer.records import Candidate
from optimizer.template import prompt_text
from optimizer.views import CandidateView

PARENT, START, BEST = mark("its parent"), mark("the start prompt"), mark("the recommended prompt")
MOST_OTHERS = 200  # prompts to compare with, the latest ones


class PromptDetails(QTabWidget):
    """Tabs on the prompt that is chosen.

    `locks_changed` carries the texts that every prompt must keep from now on.
    """

    locks_changed = Signal(tuple)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: CandidateView | None = None
        self._others = Candidates()
        self._start_id = self._best_id = ""
        self._locks: tuple[str, ...] = ()
        self._may_lock = True
        self.view = PromptView(theme, tr("The prompt"))
        self.view.setPlaceholderText(tr("Choose a prompt above."))
        self.view.selectionChanged.connect(self._offer_lock)
        self.facts = Facts(tr("Where the parts of the prompt stand"))
        self.diff = WordDiffView(theme)
        self.why = Facts(tr("How the prompt came about"))
        self.rendered = RenderedView(theme)
        self.examples = PromptExamplesTab(theme)
        self.note = NoteTab()
        self.addTab(self._prompt_tab(), tr("Prompt"))
        self.addTab(self._changes_tab(), tr("Changes"))
        self.addTab(self._padded(self.why), tr("Why"))
        self.addTab(self._padded(self.rendered), tr("Rendered"))
        self.addTab(self.examples, tr("Examples"))
        self.addTab(self.note, tr("Note"))
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.currentChanged.connect(lambda _: self._draw_diff())
        self.set_locks((), changeable=False)

    def show_prompt(
        self,
        row: CandidateView | None,
        others: Candidates,
        *,
        start_id: str,
        best_id: str,
    ) -> None:
        """Show a prompt.

        Args:
            row: The prompt with its standing, or None for none.
            others: All prompts by id.
            start_id: The start prompt.
            best_id: The recommended prompt.
        """
        self._row, self._others = row, others
        self._start_id, self._best_id = start_id, best_id
        self.examples.show_prompt(row.candidate.id if row else "", others)
        self.note.show_note(
            row.candidate.id if row else "", row.note if row else "", may_write=self._may_lock
        )
        self.setTabText(self.indexOf(self.note), tr("Note •") if row and row.note else tr("Note"))
        if row is None:
            self.view.set_text("")
            self.facts.show_facts(())
            self.why.show_facts(())
            self.rendered.set_prompt(None)
            return
        candidate = row.candidate
        self.view.set_text(prompt_text(candidate.prompt))
        self.facts.show_facts(layout_words(candidate.prompt))
        names = {p: self._others[p].name for p in candidate.parents if p in self._others}
        told = (*why(candidate, names), *wording_words(row.wording), *figure_words(row.figures))
        self.why.show_facts(told)
        self.rendered.set_prompt(candidate.prompt)
        self._offer_comparisons(candidate)
        self._offer_lock()

    def set_rows(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Offer examples for the rendering."""
        self.rendered.set_rows(rows)

    def set_locks(self, locks: Sequence[str], *, changeable: bool) -> None:
        """Say which texts every prompt must keep, and whether that may be changed."""
        self._locks, self._may_lock = tuple(locks), changeable
        self.view.set_locks(locks)
        self._lock_list.clear()
        self._lock_list.addItems([visible(" ".join(lock.split())) for lock in locks])
        self._lock_list.setVisible(bool(locks))
        self._locks_title.setText(
            tr("Locked in every prompt") if locks else tr("Nothing is locked")
        )
        self._unlock.setVisible(bool(locks))
        self._offer_lock()

    def _prompt_tab(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(GAP, 0, 0, 0)
        column.setSpacing(HALF)
        self._lock = QPushButton(tr("Lock the selected text"))
        self._lock.setToolTip(tr("Every prompt must then contain this text word for word"))
        self._lock.clicked.connect(self._add_lock)
        self._unlock = QPushButton(tr("Unlock"))
        self._unlock.setAccessibleName(tr("Unlock the chosen text"))
        self._unlock.clicked.connect(self._remove_lock)
        self._lock_list = QListWidget()
        self._lock_list.setAccessibleName(tr("Locked texts"))
        self._lock_list.setMaximumHeight(52)
        self._lock_list.currentRowChanged.connect(lambda _: self._offer_lock())
        self._locks_title = label(tr("Nothing is locked"), "small")
        buttons = QHBoxLayout()
        buttons.setSpacing(HALF)
        buttons.addWidget(self._lock)
        buttons.addWidget(self._unlock)
        buttons.addStretch(1)
        column.addWidget(label(tr("Layout"), "strong"))
        column.addWidget(self.facts, 1)
        column.addWidget(self._locks_title)
        column.addWidget(self._lock_list)
        column.addLayout(buttons)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.view)
        splitter.addWidget(side)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        return self._padded(splitter)

    def _changes_tab(self) -> QWidget:
        tab = QWidget()
        self._against = QComboBox()
        self._against.setMinimumContentsLength(24)
        self._against.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._against.currentIndexChanged.connect(lambda _: self._draw_diff())
        head = FoldingRow()
        row = head.add_part(1)
        row.addWidget(buddy(tr("&Compared with"), self._against))
        row.addWidget(self._against)
        row.addStretch(1)
        legend = ElidedLabel("small")
        legend.set_text(tr("underlined: added · struck through: removed"))
        legend.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        head.add_part().addWidget(legend)
        column = QVBoxLayout(tab)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(head)
        column.addWidget(self.diff, 1)
        return tab

    def _padded(self, widget: QWidget) -> QWidget:
        tab = QWidget()
        column = QVBoxLayout(tab)
        column.setContentsMargins(0, GAP, 0, 0)
        column.addWidget(widget)
        return tab

    def _offer_comparisons(self, candidate: Candidate) -> None:
        wanted = self._against.currentText().split(":", 1)[0]
        offers = [
            (PARENT, next((p for p in candidate.parents if p in self._others), "")),
            (START, self._start_id),
            (BEST, self._best_id),
        ]
        self._against.blockSignals(True)
        self._against.clear()
        for words, prompt_id in offers:
            if prompt_id and prompt_id != candidate.id and prompt_id in self._others:
                name = visible(self._others[prompt_id].name)
                self._against.addItem(f"{tr(words)}: {name}", prompt_id)
        named = {candidate.id, *(self._against.itemData(at) for at in range(self._against.count()))}
        for prompt_id, other in self._others.last(MOST_OTHERS):
            if prompt_id not in named:
                self._against.addItem(visible(other.name), prompt_id)
        kept = next(
            (
                at
                for at in range(self._against.count())
                if self._against.itemText(at).split(":", 1)[0] == wanted
            ),
            0,
        )
        self._against.setCurrentIndex(kept if self._against.count() else -1)
        self._against.setEnabled(self._against.count() > 0)
        self._against.blockSignals(False)
        self._draw_diff()

    def _draw_diff(self) -> None:
        # Comparing costs time, so it is done only where it is seen.
        if self._row is None or self.currentIndex() != 1:
            return
        other = self._others.get(self._against.currentData() or "")
        text = prompt_text(self._row.candidate.prompt)
        self.diff.show_change(prompt_text(other.prompt) if other else text, text)

    def _offer_lock(self) -> None:
        chosen = self.view.selected_text().strip()
        prompt = self._row.candidate.prompt if self._row else None
        inside = bool(
            chosen and prompt and (chosen in prompt.instruction or chosen in prompt.system)
        )
        self._lock.setEnabled(inside and self._may_lock and chosen not in self._locks)
        self._unlock.setEnabled(self._may_lock and self._lock_list.currentRow() >= 0)

    def _add_lock(self) -> None:
        # The button can do no more now; the focus would wander off to the next widget.
        self.view.setFocus()
        self.locks_changed.emit((*self._locks, self.view.selected_text().strip()))

    def _remove_lock(self) -> None:
        at = self._lock_list.currentRow()
        self.view.setFocus()
        self.locks_changed.emit(tuple(lock for n, lock in enumerate(self._locks) if n != at))
