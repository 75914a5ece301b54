"""Writes a prompt: system text, instruction, columns to click, and a check as one types."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.language import mark, tr, tr_n
from app.theme import GAP, HALF, Theme
from app.widgets.card import buddy, label
from app.widgets.check_line import CheckLine
from app.widgets.flow_layout import FlowLayout
from app.widgets.placeholder_check import Problem, check_prompt
from app.widgets.placeholder_tint import PlaceholderTint
from app.widgets.plain_text import visible
from app.widgets.plain_tip import plain_tip
from optimizer.records import Column, ColumnRole
from optimizer.template import placeholders

SYSTEM_LINES = 2
EXAMPLE = mark("For example:\nReply to this customer in two friendly sentences.\n\n{{message}}")
EXAMPLE_COLUMN = "{{message}}"


class PromptEditor(QWidget):
    """The two texts of a prompt; `changed` tells of every edit and of every new check.

    Args:
        theme: Gives type and colours.
        lines: How many lines of the prompt are in view at least.
    """

    changed = Signal()
    use_as_input = Signal(str)

    def __init__(self, theme: Theme, lines: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = lines
        self._columns: tuple[Column, ...] = ()
        self._block: tuple[str, ...] = ()
        self._before: tuple[str, ...] = ()
        self._locks: tuple[str, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.instruction_edit = self._edit("instruction", tr(EXAMPLE))
        self.system_edit = self._edit("system", tr("Such as: You are a patient support agent."))
        self._chips_title = label(tr("Click a column to put it in:"), "small")
        self._chips_box = QWidget()
        self._chips = FlowLayout(self._chips_box)
        self._check = CheckLine(theme)
        self._check.repair.connect(self._repair)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(HALF)
        column.addWidget(buddy(tr("S&ystem message (optional)"), self.system_edit))
        column.addWidget(self.system_edit)
        column.addSpacing(HALF)
        column.addWidget(buddy(tr("&Prompt"), self.instruction_edit))
        column.addWidget(self.instruction_edit, 1)
        column.addWidget(self._chips_title)
        column.addWidget(self._chips_box)
        column.addSpacing(HALF)
        column.addWidget(self._check)
        self._tints = [
            PlaceholderTint(edit.document(), theme)
            for edit in (self.instruction_edit, self.system_edit)
        ]
        theme.changed.connect(self._restyle)
        self._restyle()
        self._recheck()

    @property
    def instruction(self) -> str:
        """The template text."""
        return self.instruction_edit.toPlainText()

    @property
    def system(self) -> str:
        """The system text."""
        return self.system_edit.toPlainText()

    @property
    def usable(self) -> bool:
        """Whether nothing keeps the prompt from working."""
        return not any(problem.blocking for problem in self.problems)

    @property
    def check_text(self) -> str:
        """What the check says."""
        return self._check.text

    def set_prompt(self, instruction: str, system: str = "") -> None:
        """Put other texts in; the edits before are forgotten."""
        self.instruction_edit.setPlainText(instruction)
        self.system_edit.setPlainText(system)

    def set_example(self, column: str) -> None:
        """Write the example that stands in the empty field with a column of the person's own."""
        hint = tr(EXAMPLE).replace(EXAMPLE_COLUMN, f"{{{{{visible(column)}}}}}")
        self.instruction_edit.setPlaceholderText(hint)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Name the data's columns; inputs are offered as chips."""
        if tuple(columns) == self._columns:
            return
        self._columns = tuple(columns)
        inputs = [column.name for column in columns if column.role is ColumnRole.INPUT]
        self._chips.clear()
        before: QWidget = self.instruction_edit
        for name in inputs:
            chip = self._chip(name)
            self._chips.addWidget(chip)
            QWidget.setTabOrder(before, chip)
            before = chip
        self._check.tab_after = before
        self._chips_title.setVisible(bool(inputs))
        for tint in self._tints:
            tint.set_known(frozenset(inputs))
        self._recheck()

    def set_rules(
        self, *, block: Sequence[str], before: Sequence[str], locks: Sequence[str]
    ) -> None:
        """Say what must hold beside the columns.

        Args:
            block: Columns that the layout prints beside the instruction.
            before: Columns that the prompt it is made from uses.
            locks: Texts that must stay word for word.
        """
        self._block, self._before, self._locks = tuple(block), tuple(before), tuple(locks)
        self._recheck()

    def _edit(self, name: str, hint: str) -> QPlainTextEdit:
        edit = QPlainTextEdit()
        edit.setObjectName(name)
        edit.setPlaceholderText(hint)
        edit.setTabChangesFocus(True)
        edit.textChanged.connect(self._recheck)
        return edit

    def _chip(self, name: str) -> QPushButton:
        shown = name if len(name) <= 32 else f"{name[:31]}…"
        chip = QPushButton(shown.replace("&", "&&"))
        chip.setProperty("kind", "chip")
        chip.setToolTip(plain_tip(tr("Put {column} where the cursor is", column=f"{{{{{name}}}}}")))
        chip.setAccessibleName(tr("Insert the column {name}", name=name))
        chip.clicked.connect(lambda _=False, column=name: self.insert(column))
        return chip

    def insert(self, column: str) -> None:
        """Put a placeholder where the cursor is, in the text that was edited last."""
        edit = self.system_edit if self.system_edit.hasFocus() else self.instruction_edit
        edit.insertPlainText(f"{{{{{column}}}}}")
        edit.setFocus()

    def _repair(self, problem: Problem) -> None:
        if problem.use_as_input:
            self.use_as_input.emit(problem.use_as_input)
        elif problem.rename:
            old, new = problem.rename
            pattern = re.compile(r"\{\{\s*" + re.escape(old) + r"\s*\}\}")
            self._replace(lambda text: pattern.sub(lambda _: f"{{{{{new}}}}}", text))
        elif problem.remove:
            gone = dict.fromkeys(map(ord, problem.remove))
            self._replace(lambda text: text.translate(gone))

    def _replace(self, mend: Callable[[str], str]) -> None:
        for edit in (self.instruction_edit, self.system_edit):
            text = edit.toPlainText()
            better = mend(text)
            if better != text:
                # As one edit, so that one undo takes it back.
                cursor = edit.textCursor()
                cursor.select(QTextCursor.SelectionType.Document)
                cursor.insertText(better)

    def _recheck(self) -> None:
        if not self._columns:
            self.problems = (Problem(tr("Open a data file first.")),)
            self.changed.emit()
            return
        self.problems = check_prompt(
            self.instruction,
            self.system,
            self._columns,
            block=self._block,
            before=self._before,
            locks=self._locks,
        )
        used = dict.fromkeys(
            (*placeholders(self.system), *placeholders(self.instruction), *self._block)
        )
        good = tr_n(
            "{n:,} placeholder, with its column.",
            "{n:,} placeholders, each with its column.",
            len(used),
        )
        self._check.show_problems(self.problems, good)
        self.changed.emit()

    def _restyle(self) -> None:
        font = self._theme.mono_font()
        for edit in (self.instruction_edit, self.system_edit):
            edit.setFont(font)
        line = self.system_edit.fontMetrics().lineSpacing()
        self.system_edit.setFixedHeight(line * SYSTEM_LINES + 2 * GAP + HALF)
        self.instruction_edit.setMinimumHeight(line * self._lines)
