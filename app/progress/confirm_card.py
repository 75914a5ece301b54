"""The card *Confirm on fresh rows*: a blind last word on rows that tuning never saw."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QVBoxLayout, QWidget

from app.language import tr, tr_n
from app.progress.chart_card import ChartCard
from app.progress.confirm_run import ConfirmRun
from app.progress.last_result import LastResult
from app.requests import ShowPage
from app.theme import GAP, Theme
from app.widgets.card import label
from app.widgets.flow_layout import FlowLayout
from app.widgets.rows_model import TableColumn
from app.widgets.rows_table import RowsTable
from app.words.confirm_words import confirm_offer, duel_choices
from app.words.figures import UNKNOWN, out_of, percent
from optimizer.commands import StartConfirmation, StopConfirmation
from optimizer.reports.sentences import confirmation_badge
from optimizer.views import ConfirmationView, PoolView, TaskView


class ConfirmCard(ChartCard):
    """Offers a confirmation, shows one that is going on, and lists the results."""

    command = Signal(object)
    request = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._stage = QWidget()
        super().__init__(tr("Confirm on fresh rows"), _table(theme), theme, self._stage, parent)
        self._task: TaskView | None = None
        self._pool: PoolView | None = None
        self._about = label("", "muted", wrap=True, name="about-confirm")
        self.start = QPushButton()
        self.start.clicked.connect(self._begin)
        self.number = QComboBox()
        self.number.setAccessibleName(tr("How many pairs to judge"))
        self._offer = QWidget()
        row = FlowLayout(self._offer, GAP)
        row.addWidget(self.start)
        row.addWidget(self.number)
        self.run = ConfirmRun(theme)
        self.run.stopped.connect(lambda: self.command.emit(StopConfirmation()))
        self.run.compare_wanted.connect(lambda: self.request.emit(ShowPage("compare")))
        self.result = LastResult(theme)
        column = QVBoxLayout(self._stage)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for widget in (self.run, self.result, self._about, self._offer):
            column.addWidget(widget)
        column.addStretch(1)
        self.show_pool(None)

    def show_task(self, view: TaskView | None) -> None:
        """Take in how many rows are held out."""
        self._task = view
        choices = duel_choices(view.held_out if view else 0)
        if choices != tuple(self.number.itemData(at) for at in range(self.number.count())):
            self.number.clear()
            for duels in choices:
                self.number.addItem(tr_n("{n:,} pair", "{n:,} pairs", duels), duels)
            self.number.setCurrentIndex(min(1, len(choices) - 1))
        self._draw()

    def show_pool(self, pool: PoolView | None) -> None:
        """Show the confirmations so far."""
        self._pool = pool
        self.set_rows(pool.confirmations if pool else ())
        self._draw()

    def take_focus(self) -> None:
        """Put the focus on what can be done now, which brings the card into view."""
        going = not self.run.isHidden()
        wanted = self.run.compare if going else self.start if self.start.isEnabled() else self.save
        wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _begin(self) -> None:
        if self._pool is not None and self.number.count():
            self.command.emit(StartConfirmation(self._pool.incumbent_id, self.number.currentData()))

    def _draw(self) -> None:
        made = self._pool.confirmations if self._pool else ()
        going = next((view for view in made if view.active), None)
        offer = confirm_offer(self._pool, self._task)
        self.start.setText(offer.button.replace("&", "&&"))
        self.start.setEnabled(offer.possible)
        self.number.setVisible(offer.possible)
        self._about.setText(offer.text)
        self._about.setVisible(going is None and not (made and offer.possible))
        pressed = QApplication.focusWidget() or self
        self._offer.setVisible(going is None)
        self.run.setVisible(going is not None)
        if going is not None and self._offer.isAncestorOf(pressed):
            # Qt would hand the focus on to another card.
            self.run.compare.setFocus()
        elif going is None and self.run.isAncestorOf(pressed):
            self.start.setFocus()
        self.run.setEnabled(not (self._task and self._task.read_only))
        if going is not None:
            self.run.show_run(going)
        # What came out before could sway the votes too; the table keeps it.
        self.result.show_results([] if going else list(reversed(made)))


def _table(theme: Theme) -> RowsTable:
    def ended(read: Callable[[ConfirmationView], str]) -> Callable[[ConfirmationView], str]:
        # While it goes on the counts stay hidden, so that they cannot sway the votes.
        return lambda row: UNKNOWN if row.active else read(row)

    def decided(row: ConfirmationView) -> bool:
        return bool(row.wins + row.losses)

    columns = (
        TableColumn(tr("Prompt"), lambda row: row.name, stretch=True),
        TableColumn(tr("Judged"), lambda row: out_of(row.judged, row.wanted), numeric=True),
        TableColumn(tr("Won"), ended(lambda row: str(row.wins)), numeric=True),
        TableColumn(tr("Lost"), ended(lambda row: str(row.losses)), numeric=True),
        TableColumn(tr("Ties"), ended(lambda row: str(row.ties)), numeric=True),
        TableColumn(
            tr("Share"),
            ended(lambda row: percent(row.share) if decided(row) else UNKNOWN),
            numeric=True,
            help=tr("Won of those with a winner"),
        ),
        TableColumn(tr("From"), ended(lambda row: percent(row.low)), numeric=True, help="90 %"),
        TableColumn(tr("To"), ended(lambda row: percent(row.high)), numeric=True, help="90 %"),
        TableColumn(tr("Result"), lambda row: tr(confirmation_badge(row))),
    )
    return RowsTable(columns, theme, tr("Confirmations as numbers"))
