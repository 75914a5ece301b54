"""How far the reading of a data file is, what came of it, and how to cancel or repeat it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.language import tr, tr_n
from app.requests import Progressed
from app.theme import GAP
from app.widgets.card import label
from app.words.figures import time_left
from app.words.row_words import left_out
from optimizer.records import Example, Split

if TYPE_CHECKING:
    from optimizer.dataset import Table


class DataReading(QWidget):
    """A bar over a line of words; `stopped`, `again` and `skip_wanted` tell of its buttons."""

    stopped = Signal()
    again = Signal()
    skip_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trouble = ""
        self._words = label("", wrap=True, name="counts")
        self._retry = QPushButton(tr("Read the rows"))
        self._retry.clicked.connect(self.again)
        self._skip = QPushButton(tr("Use the other rows"))
        self._skip.clicked.connect(self.skip_wanted)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("How much of the file is read"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setAccessibleName(tr("Cancel reading"))
        self.cancel.clicked.connect(self.stopped)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._words, 1)
        for button in (self._skip, self._retry, self.cancel):
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._bar)
        column.addLayout(line)
        self.tell("")

    def tell(
        self,
        text: str,
        *,
        busy: bool = False,
        again: bool = False,
        skip: bool = False,
        trouble: str = "",
    ) -> None:
        """Tell how the reading goes.

        Args:
            text: In words.
            busy: Whether it goes on, so that it can be cancelled.
            again: Whether it has to be done again.
            skip: Whether the rows that cannot be read may be left out.
            trouble: Why no project can be made of what was read; empty to say so by `again`.
        """
        self._words.setText(text)
        self.trouble = trouble or (tr("Read the rows first.") if again else "")
        self._bar.setVisible(busy)
        self.cancel.setVisible(busy)
        self._retry.setVisible(again)
        self._skip.setVisible(skip)

    def show_progress(self, reply: Progressed) -> None:
        """Show how far it is."""
        text = tr_n("Reading: {n:,} row so far", "Reading: {n:,} rows so far", reply.done)
        left = "" if reply.left_s is None else time_left(reply.left_s)
        self.tell(f"{text}, {left}" if left else text, busy=True)
        self._bar.setRange(0, 0 if reply.share is None else 1000)
        self._bar.setValue(round((reply.share or 0) * 1000))


def counted(examples: tuple[Example, ...], table: Table | None) -> str:
    """Return what came of the rows of a file: how many examples, and what was left out."""
    held_out = sum(example.split is Split.HELD_OUT for example in examples)
    words = [
        tr(
            "{tuning:,} for tuning, {held_out:,} held out",
            tuning=len(examples) - held_out,
            held_out=held_out,
        )
    ]
    if table is None:
        return words[0]
    if len(table.rows) < table.total_rows:
        words.append(tr("a fair sample of {n:,} rows", n=table.total_rows))
    if (same := len(table.rows) - len(examples)) > 0:
        words.append(
            tr_n(
                "{n:,} duplicate or empty row left out",
                "{n:,} duplicates or empty rows left out",
                same,
            )
        )
    if table.skipped:
        words.append(left_out(table))
    return " · ".join(words)
