"""The map of elites as a heat map: the best prompt of every kind of length, rules and tone."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from app.colours import Colours, blend
from app.language import tr, tr_n
from app.progress.heat_chart import CENTRE, LEFT, STRONGEST, HeatChart
from app.theme import GAP, HALF, Theme
from app.widgets.plain_text import visible
from app.words.elite_words import kind_words, worth_words
from optimizer.records import Candidate
from optimizer.views import EliteMap, EliteView

CELL, HEAD = (47, 40), 58  # pixels at 100 %, at least
NAMES = (68, 110)
_NO_MAP = EliteMap((), (), ())
_FOOT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
_WRAPPED = CENTRE | int(Qt.TextFlag.TextWordWrap)


class EliteChart(HeatChart):
    """One row a tone; the columns are the numbers of rules within every length.

    `prompt_chosen` carries the id of the best prompt of a cell.
    """

    prompt_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            tr("The best prompt of every kind of length, rules and tone"),
            least=CELL,
            names=NAMES,
            head=HEAD,
            largest=96,
            parent=parent,
        )
        self._map = _NO_MAP
        self._cells: dict[tuple[int, int], EliteView] = {}
        self._known: Mapping[str, Candidate] = {}
        self._best = ""
        self.chosen.connect(
            lambda row, column: self.prompt_chosen.emit(self._cells[row, column].prompt_id)
        )

    def show_map(
        self, found: EliteMap | None, candidates: Mapping[str, Candidate], best_id: str
    ) -> None:
        """Show another map.

        Args:
            found: The map; None for none.
            candidates: At least its prompts, by id.
            best_id: The recommended prompt, whose cell gets a frame.
        """
        first = not self._cells
        self._map, self._known, self._best = found or _NO_MAP, candidates, best_id
        self._cells = {self._place(elite): elite for elite in self._map.elites}
        self.begin_at(*next(iter(self._cells), (0, 0)), anew=first)

    def place_of(self, prompt_id: str) -> tuple[int, int] | None:
        """Return the row and column of the cell that a prompt holds; None where it holds none."""
        return next((at for at, elite in self._cells.items() if elite.prompt_id == prompt_id), None)

    def shape(self) -> tuple[int, int]:
        if not self._cells:
            return 0, 0
        return len(self._map.tones), len(self._map.lengths) * len(self._map.rules)

    def can_choose(self, row: int, column: int) -> bool:
        return (row, column) in self._cells

    def empty_words(self) -> str:
        return tr("Once prompts were judged, this shows the best one of every kind.")

    def tip(self, row: int, column: int) -> str:
        """Return in words what a cell shows."""
        length, rules = divmod(column, len(self._map.rules))
        kind = kind_words(self._map.lengths[length], self._map.rules[rules], self._map.tones[row])
        elite = self._cells.get((row, column))
        if elite is None:
            return tr("{kind}. No prompt of this kind was judged yet.", kind=kind)
        best = tr(
            "{kind}. Best: {name}, {worth}.",
            kind=kind,
            name=visible(self._known[elite.prompt_id].name),
            worth=worth_words(elite, self._map),
        )
        others = elite.rivals - 1
        if not others:
            return best
        return best + " " + tr_n("{n} other was not better.", "{n} others were not better.", others)

    def paint_names(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.colours.text))
        painter.setFont(self._theme.interface_font())
        for row, tone in enumerate(self._map.tones):
            cell = self.cell_area(row, 0)
            area = QRectF(0, cell.top(), cell.left() - GAP, cell.height())
            self.write(painter, area, tr(tone))
        each = len(self._map.rules)
        middle = self._theme.px(HEAD) * 0.4
        for at, length in enumerate(self._map.lengths):
            first, last = self.cell_area(0, at * each), self.cell_area(0, at * each + each - 1)
            area = QRectF(first.left() + HALF, 0, last.right() - first.left() - GAP, middle)
            self.write(painter, area, tr(length), CENTRE)
        painter.setPen(QColor(self._theme.colours.muted))
        painter.setFont(self.font_of(10))
        for column in range(len(self._map.lengths) * each):
            cell = self.cell_area(0, column)
            area = QRectF(cell.left(), middle, cell.width(), cell.top() - middle)
            painter.drawText(area, _WRAPPED, tr(self._map.rules[column % each]))
        left = QRectF(0, 0, self.cell_area(0, 0).left() - GAP, middle)
        self.write(painter, left, tr("Length"), LEFT)
        self.write(painter, left.translated(0, middle), tr("Rules"), LEFT)
        self.write(painter, left.translated(0, self._theme.px(HEAD) - middle), tr("Tone"), _FOOT)

    def paint_cell(self, painter: QPainter, area: QRectF, row: int, column: int) -> None:
        each, colours = len(self._map.rules), self._theme.colours
        if column % each == each - 1 and column + 1 < self.shape()[1]:
            area = area.adjusted(0, 0, -HALF, 0)  # a gap between two lengths
        elite = self._cells.get((row, column))
        painter.fillRect(area, QColor(tint(elite, self._map, colours)))
        if elite is None:
            return
        painter.setPen(QColor(colours.text))
        half = area.height() / 2
        top, below = area.adjusted(0, 3, 0, -half + 3), area.adjusted(0, half, 0, -3)
        painter.setFont(self.font_of(12, bold=True))
        self.write(painter, top, visible(self._known[elite.prompt_id].handle), CENTRE)
        painter.setFont(self.font_of(10))
        self.write(painter, below, worth_words(elite, self._map), CENTRE)
        if elite.prompt_id == self._best:
            self.frame(painter, area, colours.text)

    def _place(self, elite: EliteView) -> tuple[int, int]:
        found = self._map
        length, rules = found.lengths.index(elite.length), found.rules.index(elite.rules)
        return found.tones.index(elite.tone), length * len(found.rules) + rules


def tint(elite: EliteView | None, found: EliteMap, colours: Colours) -> str:
    """Return the colour of a cell: A's for better than the start prompt, B's for worse.

    Args:
        elite: None where no prompt of the kind was judged.
        found: The map it is part of, by whose widest difference the tint is measured.
        colours: The appearance.
    """
    if elite is None:
        return colours.window
    if found.start is None:
        return colours.base
    widest = max(abs(other.strength - found.start) for other in found.elites) or 1.0
    ahead = elite.strength - found.start
    side = colours.side_a if ahead >= 0 else colours.side_b
    return blend(side, colours.base, (0.1 + 0.9 * abs(ahead) / widest) * STRONGEST)
