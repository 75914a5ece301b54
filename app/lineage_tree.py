"""Who came from whom: the prompts as a tree, with what each step gained."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.figures import signed, wins_losses_ties
from app.language import mark, tr
from app.prompt_words import origin, state
from app.theme import Theme
from optimizer.views import CandidateView

HEADINGS = (mark("Prompt"), mark("By"), mark("Gain over parent"), mark("W–L–T"), mark("State"))
NUMERIC = (2, 3)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ID = Qt.ItemDataRole.UserRole


class LineageTree(QTreeWidget):
    """The pool as a tree over first parents; `chosen` carries a prompt's id."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shape: tuple[tuple[str, str], ...] = ()
        self._rows: tuple[CandidateView, ...] = ()
        self._items: dict[str, QTreeWidgetItem] = {}
        self._shown: dict[str, tuple[object, ...]] = {}
        self._figures = theme.interface_font(tabular=True)
        self.setAccessibleName(tr("Prompts by descent"))
        self.setHeaderLabels([tr(heading) for heading in HEADINGS])
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformRowHeights(True)
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at in NUMERIC:
            self.headerItem().setTextAlignment(at, RIGHT)
        self.currentItemChanged.connect(self._choose)
        theme.changed.connect(self._restyle)

    def show_rows(self, rows: Sequence[CandidateView]) -> None:
        """Show prompts; what is folded and chosen stays so while the family is the same."""
        self._rows = tuple(rows)
        by_id = {row.candidate.id: row for row in rows}
        # Only a parent that is shown counts, so that an archived one hides no child; and only
        # one that stands before its child, so that the tree can have no circle.
        parents: dict[str, str] = {}
        for key, row in by_id.items():
            parents[key] = next((p for p in row.candidate.parents if p in parents), "")
        shape = tuple(parents.items())
        shape_changed = shape != self._shape
        if shape_changed:
            self._rebuild(shape)
        for key, row in by_id.items():
            self._fill(self._items[key], row, by_id)
        if shape_changed:
            for at in range(1, len(HEADINGS)):
                self.resizeColumnToContents(at)

    def choose(self, prompt_id: str) -> None:
        """Make a prompt the current one."""
        item = self._items.get(prompt_id)
        if item is not None and item is not self.currentItem():
            self.setCurrentItem(item)

    def _restyle(self) -> None:
        self._shown = {}
        self._figures = self._theme.interface_font(tabular=True)
        self.show_rows(self._rows)

    def _rebuild(self, shape: tuple[tuple[str, str], ...]) -> None:
        current = self.currentItem()
        kept = current.data(0, _ID) if current else ""
        self.blockSignals(True)
        self.clear()
        self._shape = shape
        self._shown = {}
        self._items = {key: QTreeWidgetItem() for key, _ in shape}
        for key, parent in shape:
            item = self._items[key]
            item.setData(0, _ID, key)
            for at in NUMERIC:
                item.setTextAlignment(at, RIGHT)
            if parent:
                self._items[parent].addChild(item)
            else:
                self.addTopLevelItem(item)
        self.expandAll()
        if kept in self._items:
            self.setCurrentItem(self._items[kept])
        self.blockSignals(False)

    def _fill(
        self, item: QTreeWidgetItem, row: CandidateView, by_id: dict[str, CandidateView]
    ) -> None:
        parents = [by_id[p] for p in row.candidate.parents if p in by_id]
        gain = row.standing.mean - parents[0].standing.mean if parents else None
        also = ", ".join(parent.candidate.handle for parent in parents[1:])
        name = row.candidate.name
        texts = (
            tr("{name} (also from {parents})", name=name, parents=also) if also else name,
            origin(row.candidate),
            "" if gain is None else signed(gain),
            wins_losses_ties(row.standing),
            state(row),
        )
        live = row.standing.live and not row.candidate.archived
        # Most rows are as they were; telling the tree of each would cost it a frame.
        shown = (*texts, live, row.incumbent)
        if self._shown.get(row.candidate.id) == shown:
            return
        self._shown[row.candidate.id] = shown
        colour = QColor(self._theme.colours.text if live else self._theme.colours.muted)
        for at, text in enumerate(texts):
            item.setText(at, text)
            item.setForeground(at, colour)
        item.setFont(0, self._theme.interface_font(bold=row.incumbent))
        for at in NUMERIC:
            item.setFont(at, self._figures)

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(0, _ID))
