"""The columns of the data, a value of each, and what each is used for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.language import mark, tr, tr_n
from app.theme import GAP, HALF, Theme
from app.widgets.card import label
from app.widgets.elided_label import ElidedLabel
from app.widgets.plain_text import visible
from app.widgets.plain_tip import plain_tip
from app.widgets.still_fields import still_fields
from app.words.figures import percent
from optimizer.records import Column, ColumnRole

ROLES = (
    (ColumnRole.INPUT, mark("Input"), mark("May stand in the prompt as {{placeholder}}")),
    (ColumnRole.REFERENCE, mark("Reference"), mark("The expected answer; the model never sees it")),
    (ColumnRole.IGNORE, mark("Ignore"), mark("Not taken into the project")),
)
MOST_ROWS = 6

if TYPE_CHECKING:
    from optimizer.dataset import ColumnSummary


class ColumnRoles(QWidget):
    """A line per column with its role; `changed` tells of another choice.

    At most one column is the reference: choosing a second makes the first one an input.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._boxes: dict[str, QComboBox] = {}
        self._marks: dict[str, QLabel] = {}
        self._values: dict[str, ElidedLabel] = {}
        self._names: dict[str, QLabel] = {}
        self._used: frozenset[str] = frozenset()
        self._by_hand: set[str] = set()
        self.tab_after: QWidget | None = None  # what Tab leaves for the first column
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        theme.changed.connect(self._restyle)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns with their chosen roles."""
        return tuple(Column(name, _role(box)) for name, box in self._boxes.items())

    def chosen(self, name: str) -> bool:
        """Whether the person chose what a column is used for."""
        return name in self._by_hand

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self._boxes, self._marks, self._values, self._names = {}, {}, {}, {}
        self._by_hand = set()
        lines = QWidget()
        lines.setObjectName("lines")
        grid = QGridLayout(lines)
        grid.setContentsMargins(0, 0, GAP, 0)
        grid.setHorizontalSpacing(GAP + HALF)
        grid.setVerticalSpacing(HALF)
        grid.setColumnStretch(1, 1)
        for row, column in enumerate(columns):
            name = label(visible(column.name), "strong")
            name.setToolTip(plain_tip(column.name))
            name.setMaximumWidth(self._theme.px(160))
            value = ElidedLabel("muted")
            chip = label("", "chip")
            box = self._box(column)
            name.setBuddy(box)
            for at, widget in enumerate((name, value, chip, box)):
                grid.addWidget(widget, row, at)
            self._names[column.name] = name
            self._boxes[column.name] = box
            self._marks[column.name] = chip
            self._values[column.name] = value
        self._scroll.setWidget(lines)
        still_fields(lines)
        # What comes later is last in the order of Tab unless it is told its place.
        if self.tab_after is not None:
            for before, after in pairwise((self.tab_after, *self._boxes.values())):
                QWidget.setTabOrder(before, after)
        lines.setAutoFillBackground(False)
        self._restyle()
        self._mark_used()

    def set_role(self, name: str, role: ColumnRole) -> None:
        """Choose what a column is used for."""
        box = self._boxes[name]
        box.setCurrentIndex(box.findData(role))

    def show_row(self, row: Mapping[str, str]) -> None:
        """Show the values of a row beside the columns."""
        for name, value in self._values.items():
            value.set_text(row.get(name, "") or tr("(empty)"))

    def show_summaries(self, summaries: Sequence[ColumnSummary]) -> None:
        """Tell in tool tips what the columns hold."""
        for summary in summaries:
            if (name := self._names.get(summary.name)) is not None:
                name.setToolTip(plain_tip(f"{summary.name}\n{summary_words(summary)}"))

    def show_used(self, used: Sequence[str]) -> None:
        """Mark the columns that the prompt uses."""
        if frozenset(used) != self._used:
            self._used = frozenset(used)
            self._mark_used()

    def _mark_used(self) -> None:
        for name, chip in self._marks.items():
            chip.setText(tr("in the prompt") if name in self._used else "")
            chip.setVisible(name in self._used)

    def _box(self, column: Column) -> QComboBox:
        box = QComboBox()
        for role, text, tip in ROLES:
            box.addItem(tr(text), role)
            box.setItemData(box.count() - 1, tr(tip), Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(box.findData(column.role))
        box.setAccessibleName(tr("What the column {name} is used for", name=column.name))
        box.currentIndexChanged.connect(lambda _, name=column.name: self._chosen(name))
        return box

    def _chosen(self, name: str) -> None:
        self._by_hand.add(name)
        if _role(self._boxes[name]) is ColumnRole.REFERENCE:
            for other, box in self._boxes.items():
                if other != name and _role(box) is ColumnRole.REFERENCE:
                    box.blockSignals(True)
                    box.setCurrentIndex(box.findData(ColumnRole.INPUT))
                    box.blockSignals(False)
        self.changed.emit()

    def _restyle(self) -> None:
        lines = self._scroll.widget()
        if lines is not None:
            line = self._theme.px(30) + HALF + 2
            shown = min(len(self._boxes), MOST_ROWS)
            self._scroll.setFixedHeight(max(1, shown) * line)


def summary_words(summary: ColumnSummary) -> str:
    """Return what a column holds: how full, how varied, how long."""
    text = tr(
        "{share} filled, {values}, typically {words}, at most {longest:,}",
        share=percent(summary.filled),
        values=tr_n("{n:,} different value", "{n:,} different values", summary.distinct),
        words=tr_n("{n:,} word", "{n:,} words", round(summary.median_words)),
        longest=summary.longest_words,
    )
    labels = len(summary.labels)
    return tr("{text}. Looks like {n} labels.", text=text, n=labels) if labels else f"{text}."


def _role(box: QComboBox) -> ColumnRole:
    # Qt hands an enumeration of texts back as a plain text.
    return ColumnRole(box.currentData())
