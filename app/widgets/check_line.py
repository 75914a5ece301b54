"""What is wrong with a prompt while it is being written, each with its repair."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from app.language import tr
from app.theme import GAP, HALF, Theme
from app.widgets.card import label
from app.widgets.placeholder_check import Problem

MOST = 3


class CheckLine(QWidget):
    """Says that all is well, or lists the gravest problems; `repair` carries the chosen one."""

    repair = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[Problem, ...] | None = None
        self._good = ""
        self.tab_after: QWidget | None = None  # what Tab leaves for the first repair
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(HALF)
        self._grid.setColumnStretch(1, 1)
        theme.changed.connect(self._rebuild)

    @property
    def text(self) -> str:
        """Everything the line says."""
        return " ".join([problem.text for problem in self._shown or ()]) or self._good

    def show_problems(self, problems: Sequence[Problem], good: str) -> None:
        """Show problems, or `good` where there is none."""
        if self._shown != tuple(problems) or self._good != good:
            self._shown, self._good = tuple(problems), good
            self._rebuild()

    def _rebuild(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if self._shown is None:
            return
        if not self._shown:
            self._add_row(0, "check", self._theme.colours.good, self._good)
        before = self.tab_after
        for at, problem in enumerate(self._shown[:MOST]):
            colours = self._theme.colours
            name, colour = ("warning", colours.warning)
            if problem.todo:
                name, colour = ("info", colours.muted)
            elif problem.blocking:
                name, colour = ("error", colours.error)
            self._add_row(at, name, colour, problem.text)
            if problem.repair:
                button = QPushButton(problem.repair)
                button.setProperty("kind", "link")
                button.clicked.connect(lambda _=False, chosen=problem: self.repair.emit(chosen))
                self._grid.addWidget(button, at, 2, Qt.AlignmentFlag.AlignTop)
                if before is not None:
                    QWidget.setTabOrder(before, button)
                    before = button
        more = len(self._shown) - MOST
        if more > 0:
            self._grid.addWidget(label(tr("… and {n} more", n=more), "small"), MOST, 1)

    def _add_row(self, row: int, icon: str, colour: str, text: str) -> None:
        size = self._theme.px(16)
        picture = QLabel()
        picture.setPixmap(self._theme.icon(icon, colour).pixmap(size, size))
        words = label(text, wrap=True)
        self._grid.addWidget(picture, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(words, row, 1)
