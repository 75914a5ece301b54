"""What the person expects of a prompt before voting, as a small button with three choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.language import mark, tr
from optimizer.commands import DropHunch, HaveHunch
from optimizer.records import Hunch

BETTER, NONE, WORSE = "better", "", "worse"
SHOWN = {BETTER: mark("Hunch: better"), NONE: mark("Hunch"), WORSE: mark("Hunch: worse")}
CHOICES = (
    (BETTER, mark("I expect it to beat &Start")),
    (NONE, mark("&No hunch")),
    (WORSE, mark("I expect it to &lose against Start")),
)
ABOUT = mark("Your own guess. It counts like about five votes, and your votes overrule it.")


class HunchButton(QPushButton):
    """Shows and takes a hunch about one prompt against the start prompt; `command` carries it."""

    command = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr(SHOWN[NONE]), parent)
        self._prompt = self._start = self.shown = ""
        self.setToolTip(tr(ABOUT))
        menu = QMenu(self)
        group = QActionGroup(menu)
        self.choices = {}
        for choice, text in CHOICES:
            action = menu.addAction(tr(text))
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _, c=choice: self._choose(c))
            self.choices[choice] = action
        self.setMenu(menu)

    def show_prompt(
        self, prompt_id: str, start_id: str, hunches: Sequence[Hunch], *, changeable: bool
    ) -> None:
        """Show what is expected of a prompt; the start prompt has nothing to be compared with."""
        self._prompt, self._start = prompt_id, start_id
        self.setEnabled(changeable and bool(prompt_id) and prompt_id != start_id)
        self.shown = NONE
        if Hunch(prompt_id, start_id) in hunches:
            self.shown = BETTER
        elif Hunch(start_id, prompt_id) in hunches:
            self.shown = WORSE
        self.choices[self.shown].setChecked(True)
        self.setText(tr(SHOWN[self.shown]))

    def _choose(self, choice: str) -> None:
        if choice == self.shown:
            return
        if choice == BETTER:
            self.command.emit(HaveHunch(self._prompt, self._start))
        elif choice == WORSE:
            self.command.emit(HaveHunch(self._start, self._prompt))
        else:
            self.command.emit(DropHunch(self._prompt, self._start))
