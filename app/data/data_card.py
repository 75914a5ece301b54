"""The data of a new project: its file, columns, rows, how many enter and how they are split."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from app.data.column_roles import ColumnRoles
from app.data.data_reading import DataReading, counted
from app.data.role_hint import RoleHint
from app.data.table_preview import TablePreview
from app.language import mark, tr, tr_n
from app.requests import (
    Answered,
    Cancel,
    Failed,
    LoadData,
    MakeExamples,
    OpenDataFile,
    Progressed,
    Reply,
    Summarise,
)
from app.theme import GAP, Theme
from app.widgets.card import Card, buddy, label
from app.widgets.number_field import whole_number
from app.widgets.plain_tip import plain_tip
from app.words.fault_words import fault_words
from app.words.row_words import ROWS
from optimizer.records import Column, ColumnRole, Example

if TYPE_CHECKING:
    from optimizer.dataset import ColumnSummary, Table, TableInfo

LIMIT = 2_000
MOST_LIMIT = 50_000
HELD_OUT_PERCENT = 30
DEBOUNCE_MS = 150
SCORABLE = mark(
    "A column with expected answers, as the reference, lets a metric score every answer."
)
SCORED = mark(
    "The reference lets a metric score every answer: choose one on the Progress page later."
)


class DataCard(Card):
    """Shows a data file and turns it into examples, in the background.

    `changed` tells that columns or examples are new; `row_chosen` carries a row's number.
    """

    request = Signal(object)
    changed = Signal()
    row_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("Data"), parent)
        self._info: TableInfo | None = None
        self._table: Table | None = None
        self._loading: LoadData | None = None
        self._making: MakeExamples | None = None
        self._summarising: Summarise | None = None
        self._labels: dict[str, tuple[str, ...]] = {}
        self._skip_bad_rows = False
        self.examples: tuple[Example, ...] = ()
        other = QPushButton(tr("Other file…"))
        other.setProperty("kind", "quiet")
        other.clicked.connect(lambda: self.request.emit(OpenDataFile()))
        self.add_action(other)
        self._file = label("", "muted", wrap=True, name="file")
        self._warnings = label("", "small", wrap=True)
        self.roles = ColumnRoles(theme)
        self.roles.tab_after = other
        self.roles.changed.connect(self._asked_again)
        self.preview = TablePreview(theme, tr("First rows of the data file"))
        self.preview.setMinimumHeight(theme.px(170))
        self.preview.row_chosen.connect(self._choose_row)
        self.reading = DataReading()
        self.reading.again.connect(self._load)
        self.reading.skip_wanted.connect(self._load_good_rows)
        self.reading.stopped.connect(self._stop)
        self._about_reference = label("", "small", wrap=True, name="about-reference")
        self.advice = RoleHint()
        for widget in (
            self._file,
            self._warnings,
            label(tr("What each column is for"), "small"),
            self.roles,
            self._about_reference,
            self.advice,
            label(tr("Choose a row to see the prompt with its values"), "small"),
            self.preview,
        ):
            self.body.addWidget(widget)
        self.body.addLayout(self._limits())
        self.body.addWidget(self.reading)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(DEBOUNCE_MS)
        self._soon.timeout.connect(self._make_examples)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns and what they are for."""
        return self.roles.columns

    @property
    def rows(self) -> tuple[Mapping[str, str], ...]:
        """The first rows of the file."""
        return self._info.preview if self._info else ()

    @property
    def trouble(self) -> str:
        """Why no project can be made of what was read; empty when it can."""
        return self.reading.trouble

    @property
    def busy(self) -> bool:
        """Whether rows are being read or mapped."""
        return bool(self._loading or self._making) or self._soon.isActive()

    @property
    def info(self) -> TableInfo | None:
        """The file that is shown."""
        return self._info

    @property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """By column, the labels that it seems to hold; empty while that is not known."""
        return self._labels

    def show_info(self, info: TableInfo, used: Collection[str] = ()) -> None:
        """Show another file and begin to read it.

        Args:
            info: What a look into it showed.
            used: Columns that the prompt uses already.
        """
        from optimizer.dataset import guess_roles

        self._stop()
        self._info, self._table, self.examples = info, None, ()
        self._summarising, self._labels = None, {}
        self._skip_bad_rows = False
        details = [str(info.format), *([info.encoding.upper()] if info.encoding else [])]
        if info.rows is not None:
            details.insert(0, tr_n("{n:,} row", "{n:,} rows", info.rows))
        details.insert(1, tr_n("{n:,} column", "{n:,} columns", len(info.columns)))
        self._file.setText(f"{info.path.name} · {' · '.join(details)}")
        self._file.setToolTip(plain_tip(str(info.path)))
        self._show_warnings(info.warnings)
        self.roles.set_columns(guess_roles(info.columns, info.preview, used))
        self._tell_reference()
        self.preview.show_rows(info.columns, info.preview)
        self._load()
        self.changed.emit()

    def receive(self, reply: Reply) -> bool:
        """Take a reply; tell whether it was for this card."""
        if self._loading is not None and reply.request == self._loading:
            self._loaded(reply)
            return True
        if self._making is not None and reply.request is self._making:
            self._made(reply)
            return True
        if self._summarising is not None and reply.request is self._summarising:
            self._summarised(reply)
            return True
        return False

    def _limits(self) -> QHBoxLayout:
        self.limit = whole_number(10, MOST_LIMIT, LIMIT, step=500)
        self.limit.setKeyboardTracking(False)
        self.limit.valueChanged.connect(self._limit_changed)
        self.share = whole_number(0, 90, HELD_OUT_PERCENT, step=5, unit=" %")
        self.share.valueChanged.connect(self._asked_again)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(buddy(tr("&At most this many rows"), self.limit))
        row.addWidget(self.limit)
        row.addSpacing(GAP)
        row.addWidget(buddy(tr("&Held out"), self.share))
        row.addWidget(self.share)
        self.share.setToolTip(
            tr("Held-out rows are never used for tuning; they check the winner at the end.")
        )
        row.addStretch(1)
        return row

    def _choose_row(self, at: int) -> None:
        self.roles.show_row(self.rows[at])
        self.row_chosen.emit(at)

    def _show_warnings(self, warnings: tuple[str, ...]) -> None:
        self._warnings.setText("\n".join(tr("Note: {text}", text=tr(text)) for text in warnings))
        self._warnings.setVisible(bool(warnings))

    def _limit_changed(self) -> None:
        table = self._table
        if (
            table is None
            or len(table.rows) < table.total_rows
            or self.limit.value() < len(table.rows)
        ):
            self._load()

    def _load(self) -> None:
        if self._info is None:
            return
        self._stop()
        self._table, self.examples = None, ()
        self._loading = LoadData(
            self._info.path, self.limit.value(), skip_bad_rows=self._skip_bad_rows
        )
        self.reading.tell(tr("Reading the rows …"), busy=True)
        self.request.emit(self._loading)
        self.changed.emit()

    def _load_good_rows(self) -> None:
        self._skip_bad_rows = True
        self._load()

    def _stop(self) -> None:
        self._soon.stop()
        self._making = None
        if self._loading is not None:
            stopped, self._loading = self._loading, None
            self.reading.tell(tr("Reading was cancelled."), again=True)
            self.request.emit(Cancel(stopped))
            self.changed.emit()

    def _loaded(self, reply: Reply) -> None:
        if isinstance(reply, Progressed):
            self.reading.show_progress(reply)
            return
        self._loading = None
        if isinstance(reply, Failed):
            self.reading.tell(
                fault_words(reply.fault),
                again=True,
                skip=reply.fault.kind == ROWS,
                trouble=tr("The rows could not be read."),
            )
        else:
            self._table = reply.result
            self._show_warnings(self._table.warnings)
            self._make_examples()
            self._summarising = Summarise(self._table.columns, self._table.rows)
            self.request.emit(self._summarising)
        self.changed.emit()

    def _summarised(self, reply: Reply) -> None:
        # Good to know, and nothing depends on it: a fault here is not worth a word.
        if isinstance(reply, Answered):
            summaries: tuple[ColumnSummary, ...] = reply.result
            self._labels = {summary.name: summary.labels for summary in summaries}
            self.roles.show_summaries(summaries)
            self.changed.emit()

    def _tell_reference(self) -> None:
        known = any(column.role is ColumnRole.REFERENCE for column in self.columns)
        self._about_reference.setText(tr(SCORED if known else SCORABLE))

    def _asked_again(self) -> None:
        self.examples = ()
        self._tell_reference()
        if self._table is not None:
            self._soon.start()
        self.changed.emit()

    def _make_examples(self) -> None:
        if self._table is None:
            return
        self._making = MakeExamples(self._table.rows, self.columns, self.share.value() / 100)
        self.reading.tell(tr("Sorting the rows …"))
        self.request.emit(self._making)

    def _made(self, reply: Reply) -> None:
        if isinstance(reply, Progressed):
            return
        self._making = None
        if isinstance(reply, Answered):
            self.examples = reply.result
            self.reading.tell(counted(self.examples, self._table))
        else:
            self.reading.tell(fault_words(reply.fault), again=True)
        self.changed.emit()
