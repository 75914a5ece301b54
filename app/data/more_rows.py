"""Adds the rows of another file to the open project, with progress and cancel."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.language import tr, tr_n
from app.requests import (
    Answered,
    Cancel,
    Failed,
    LoadData,
    MakeExamples,
    OpenDataFile,
    Progressed,
    Reply,
)
from app.theme import GAP, HALF, Theme
from app.widgets.card import label
from app.words.fault_words import fault_words
from app.words.figures import quoted, time_left
from app.words.row_words import ROWS, left_out
from optimizer.commands import AddExamples
from optimizer.records import Column, ColumnRole
from optimizer.views import TaskView

LIMIT = 50_000
USUAL_SHARE = 0.3


class MoreRows(QWidget):
    """Hidden until it has something to say; `ask` begins."""

    command = Signal(object)
    request = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: TaskView | None = None
        self._asked: object | None = None
        self._failed: object | None = None
        self._left_out = ""
        self._text = label("", wrap=True, name="more")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("How much of the file is read"))
        self._cancel = QPushButton(tr("Cancel"))
        self._cancel.clicked.connect(self._stop)
        self._retry = QPushButton(tr("Retry"))
        self._retry.clicked.connect(self._again)
        self._skip = QPushButton(tr("Use the other rows"))
        self._skip.clicked.connect(self._load_good_rows)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._text, 1)
        row.addWidget(self._retry)
        row.addWidget(self._skip)
        row.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(HALF)
        column.addWidget(self._bar)
        column.addLayout(row)
        self.hide()

    def set_view(self, view: TaskView) -> None:
        """Say which project the rows would go to."""
        if self._view is not None and self._view.path != view.path:
            self._asked = None
            self.hide()
        self._view = view

    def ask(self) -> None:
        """Ask for a file and add its rows."""
        self._step(OpenDataFile(adding=True))

    def receive(self, reply: Reply) -> bool:
        """Take a reply; tell whether it was for this."""
        asked = self._asked
        told = reply.request
        if isinstance(told, OpenDataFile) and isinstance(asked, OpenDataFile):
            mine = told.adding
        else:
            mine = told == asked
        if asked is None or not mine:
            return False
        if isinstance(reply, Progressed):
            self._say(_so_far(reply), busy=True)
            self._bar.setRange(0, 0 if reply.share is None else 1000)
            self._bar.setValue(round((reply.share or 0) * 1000))
        elif isinstance(reply, Failed):
            self._asked = None
            self._fail(reply)
        elif isinstance(asked, OpenDataFile):
            self._opened(reply)
        elif isinstance(asked, LoadData):
            self._loaded(reply)
        else:
            self._made(reply)
        return True

    def _opened(self, reply: Answered) -> None:
        info = reply.result
        wanted = [c.name for c in self._columns() if c.role is not ColumnRole.IGNORE]
        missing = [name for name in wanted if name not in info.columns]
        if missing:
            self._asked = None
            names = ", ".join(quoted(name) for name in missing)
            self._say(
                tr(
                    "This file has no column {names}. Name its columns like the project's.",
                    names=names,
                )
            )
            return
        self._say(tr("Reading the rows …"), busy=True)
        self._step(LoadData(info.path, LIMIT))

    def _fail(self, reply: Failed) -> None:
        fault = reply.fault
        if fault.kind == "cancelled":
            self._say("")
            return
        self._failed = reply.request
        self._say(fault_words(fault), again=True, skip=fault.kind == ROWS)

    def _again(self) -> None:
        if self._failed is not None:
            self._say(tr("Reading …"), busy=True)
            self._step(self._failed)

    def _load_good_rows(self) -> None:
        if isinstance(self._failed, LoadData):
            self._failed = replace(self._failed, skip_bad_rows=True)
            self._again()

    def _loaded(self, reply: Answered) -> None:
        self._left_out = left_out(reply.result)
        self._step(MakeExamples(reply.result.rows, self._columns(), self._share()))

    def _made(self, reply: Answered) -> None:
        self._asked = None
        examples = reply.result
        rows = tr_n("{n:,} row read", "{n:,} rows read", len(examples))
        read = ", ".join(filter(None, (rows, self._left_out)))
        self._say(tr("{read}; those that were there already are passed over.", read=read))
        self.command.emit(AddExamples(examples))

    def _columns(self) -> tuple[Column, ...]:
        return self._view.task.columns if self._view else ()

    def _share(self) -> float:
        # New rows are held out in the same proportion as those that are there.
        view = self._view
        total = view.tuning + view.held_out if view else 0
        return view.held_out / total if view and total else USUAL_SHARE

    def _stop(self) -> None:
        if self._asked is not None:
            stopped, self._asked = self._asked, None
            self.request.emit(Cancel(stopped))
        self._say("")

    def _step(self, request: object) -> None:
        self._asked = request
        self.request.emit(request)

    def _say(
        self, text: str, *, busy: bool = False, again: bool = False, skip: bool = False
    ) -> None:
        self._text.setText(text)
        self._retry.setVisible(again)
        self._skip.setVisible(skip)
        self._bar.setVisible(busy)
        self._cancel.setText(tr("Cancel") if busy else tr("OK"))
        self.setVisible(bool(text))


def _so_far(reply: Progressed) -> str:
    rows = tr_n("Reading: {n:,} row so far", "Reading: {n:,} rows so far", reply.done)
    return rows if reply.left_s is None else f"{rows}, {time_left(reply.left_s)}"
