"""Who came from whom: the prompts as a tree, with what each step gained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.language import mark, tr
from app.pool_rows import Rows, candidates_of, row_of
from app.theme import Theme
from app.widgets.plain_text import visible
from app.widgets.rows_model import SEEN
from app.widgets.rows_table import MEASURED
from app.words.figures import signed, wins_losses_ties
from app.words.prompt_words import origin, state
from optimizer.records import Candidate

HEADINGS = (mark("Prompt"), mark("By"), mark("Gain over parent"), mark("W–L–T"), mark("State"))
NUMERIC = (2, 3)
AT_ONCE = 500  # lines; more are felt
LEAST_NAME = 190  # pixels at 100 % that the names get at least
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TOLD = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ForegroundRole,
    Qt.ItemDataRole.FontRole,
)


class LineageTree(QTreeWidget):
    """The pool as a tree over first parents; `chosen` carries a prompt's id.

    What a line says is made when it is seen: there may be ten thousand.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: Rows = ()
        self._family: Sequence[Candidate] = ()
        self._items: dict[str, _Line] = {}
        self._wanted = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._grow_on)
        self._figures = theme.interface_font(tabular=True)
        self._names = {strong: theme.interface_font(bold=strong) for strong in (False, True)}
        self._seen: dict[str, _Told] = {}  # the lines that were looked at of late
        self.setAccessibleName(tr("Prompts by descent"))
        self.setHeaderLabels([tr(heading) for heading in HEADINGS])
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformRowHeights(True)
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setResizeContentsPrecision(MEASURED)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at in NUMERIC:
            self.headerItem().setTextAlignment(at, RIGHT)
        self.currentItemChanged.connect(self._choose)
        theme.changed.connect(self._restyle)

    def show_rows(self, rows: Rows) -> None:
        """Show prompts; what is folded and chosen stays so while the family is the same."""
        self._rows = rows
        self._seen.clear()
        self._grow(candidates_of(rows))
        self.viewport().update()

    def _grow(self, family: Sequence[Candidate]) -> None:
        """Build the tree of a family, unless it is the one that stands there."""
        before, self._family = self._family, family
        if family is before:
            return
        if not _begins_with(family, before):
            self._fell()
        if len(self._items) < len(family):
            self._grow_on()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch()

    def _stretch(self) -> None:
        """Give the names the rest of the width, or what they need where there is no rest."""
        header, least = self.header(), self._theme.px(LEAST_NAME)
        others = sum(header.sectionSize(at) for at in range(1, header.count()))
        roomy = self.viewport().width() - others >= least
        modes = QHeaderView.ResizeMode
        mode = modes.Stretch if roomy else modes.Interactive
        if header.sectionResizeMode(0) != mode:
            header.setSectionResizeMode(0, mode)
        if not roomy:
            header.resizeSection(0, least)

    def choose(self, prompt_id: str) -> None:
        """Make a prompt the current one."""
        self._wanted = prompt_id  # its line may be still to come
        item = self._items.get(prompt_id)
        if item is not None and item is not self.currentItem():
            self.blockSignals(True)  # whoever says so knows it
            self.setCurrentItem(item)
            self.blockSignals(False)

    def told(self, prompt_id: str, column: int, role: int) -> Any:
        """Return what a cell shows, in which font and colour.

        Args:
            prompt_id: The line.
            column: As the headings.
            role: A role of the item's data; of others nothing is told.
        """
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column in NUMERIC else None
        if role not in _TOLD:
            return None
        line = self._line(prompt_id)
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(line.texts[column])
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._theme.colours.text if line.live else self._theme.colours.muted)
        if column in NUMERIC:
            return self._figures
        return self._names[line.best] if column == 0 else None

    def _restyle(self) -> None:
        self._figures = self._theme.interface_font(tabular=True)
        self._names = {strong: self._theme.interface_font(bold=strong) for strong in (False, True)}
        self.show_rows(self._rows)

    def _fell(self) -> None:
        """Take all lines away: the family is another one."""
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)
        self._items = {}

    def _grow_on(self) -> None:
        """Add the lines that come next; more than a person waits for come bit by bit."""
        begun = len(self._items)
        new = set()
        children: dict[str, list[QTreeWidgetItem]] = {}
        for each in self._family[begun : begun + AT_ONCE]:
            # Only a parent that is shown counts, so that an archived one hides no child; and only
            # one that stands before its child, so that the tree can have no circle.
            parent = next((key for key in each.parents if key in self._items), "")
            key = each.id
            self._items[key] = line = _Line(self, key)
            children.setdefault(parent, []).append(line)
            new.add(key)
        self.blockSignals(True)
        # Those that are not in the tree yet take their children first, which is quick.
        for parent in sorted(children, key=lambda key: key not in new):
            if not parent:
                self.addTopLevelItems(children[parent])
            else:
                self._items[parent].addChildren(children[parent])
        for parent in children:
            # What was folded stays so.
            if parent and self._items[parent].childCount() == len(children[parent]):
                self._items[parent].setExpanded(True)
        self.blockSignals(False)
        self.choose(self._wanted)
        left = len(self._family) > len(self._items)
        if left:
            self._later.start()
        if not left or not begun:
            for at in range(1, len(HEADINGS)):
                self.resizeColumnToContents(at)
            self._stretch()

    def _line(self, prompt_id: str) -> _Told:
        if prompt_id not in self._seen:
            if len(self._seen) >= SEEN:
                self._seen.clear()
            self._seen[prompt_id] = self._describe(prompt_id)
        return self._seen[prompt_id]

    def _describe(self, prompt_id: str) -> _Told:
        row = row_of(self._rows, prompt_id)
        if row is None:
            return _Told()
        parents = [known for p in row.candidate.parents if (known := row_of(self._rows, p))]
        gain = row.standing.mean - parents[0].standing.mean if parents else None
        also = ", ".join(parent.candidate.handle for parent in parents[1:])
        name = row.candidate.name
        return _Told(
            (
                tr("{name} (also from {parents})", name=name, parents=also) if also else name,
                origin(row.candidate),
                "" if gain is None else signed(gain),
                wins_losses_ties(row.standing),
                state(row),
            ),
            live=row.standing.live and not row.candidate.archived,
            best=row.incumbent,
        )

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if isinstance(item, _Line):
            self._wanted = item.key
            self.chosen.emit(item.key)


def _begins_with(family: Sequence[Candidate], first: Sequence[Candidate]) -> bool:
    """Return whether a family is another one with who came later."""
    if len(family) < len(first):
        return False
    pairs = zip(family, first, strict=False)
    return all(new is old or (new.id, new.parents) == (old.id, old.parents) for new, old in pairs)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a line says: its texts, whether it is in play, and whether it is the best."""

    texts: tuple[str, ...] = ("",) * len(HEADINGS)
    live: bool = False
    best: bool = False


class _Line(QTreeWidgetItem):
    """A line of the tree, which asks the tree what it says.

    Args:
        tree: Knows the rows.
        key: The prompt's id.
    """

    def __init__(self, tree: LineageTree, key: str) -> None:
        super().__init__()
        self._tree = tree
        self.key = key

    def data(self, column: int, role: int) -> Any:
        return self._tree.told(self.key, column, role)
