"""The card *Who judges*: everyone who judges, the same as numbers, and who else may."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.forms.options_form import OptionsForm
from app.language import tr
from app.progress.chart_card import ChartCard
from app.progress.rater_lines import RaterLines
from app.requests import OpenSettings
from app.theme import Theme
from app.widgets.rows_model import TableColumn
from app.widgets.rows_table import RowsTable
from app.words.figures import UNKNOWN, percent, whole
from app.words.rater_words import (
    JUDGE,
    RaterRow,
    judge_name,
    kappa_text,
    rater_note,
    rater_rows,
    reliability_text,
    taste_text,
)
from optimizer.commands import CalibrateJudge, SetOptions, StopCalibration
from optimizer.records import CallRole
from optimizer.views import PoolView, Status, TaskView


class RatersCard(ChartCard):
    """Shows who judges; `command` and `request` carry what the person wants changed."""

    command = Signal(object)
    request = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._judge = ""
        self.lines = RaterLines(theme)
        super().__init__(tr("Who judges"), _table(theme), theme, self.lines, parent)
        line = QFrame()
        line.setProperty("kind", "line")
        self.options = OptionsForm(theme)
        self.options.changed.connect(lambda options: self.command.emit(SetOptions(options)))
        self.options.settings_wanted.connect(lambda: self.request.emit(OpenSettings("judging")))
        self.options.calibration_wanted.connect(
            lambda on: self.command.emit(CalibrateJudge() if on else StopCalibration())
        )
        self.body.addWidget(line)
        self.body.addWidget(self.options)

    def show_task(self, view: TaskView | None) -> None:
        """Show a project's options; None for no project."""
        model = view.models.get(CallRole.JUDGE) if view else None
        self._judge = judge_name(f"{JUDGE}{model.title}") if model else ""
        self.options.show_view(view)

    def show_raters(self, pool: PoolView | None, status: Status | None) -> None:
        """Show everyone who judges."""
        rows = rater_rows(pool, status.votes if status else 0)
        self.lines.show_rows(rows)
        self.set_rows(rows)
        self.options.show_calibration(pool.calibration if pool else None)
        judges = [row for row in rows if row.name == self._judge]
        self.options.show_given(sum(row.votes + row.abstentions for row in judges))


def _table(theme: Theme) -> RowsTable:
    def share(row: RaterRow) -> str:
        return percent(row.agreement.share) if row.agreement else UNKNOWN

    def low(row: RaterRow) -> str:
        return percent(row.agreement.low) if row.agreement else UNKNOWN

    def high(row: RaterRow) -> str:
        return percent(row.agreement.high) if row.agreement else UNKNOWN

    def pairs(row: RaterRow) -> str:
        return whole(row.agreement.n) if row.agreement else UNKNOWN

    help_ = tr("With you; your own line: with yourself")
    columns = (
        TableColumn(tr("Rater"), lambda row: row.name, stretch=True, tip=rater_note),
        TableColumn(
            tr("Votes"), lambda row: whole(row.votes), sort=lambda row: row.votes, numeric=True
        ),
        TableColumn(
            tr("Abstained"),
            lambda row: whole(row.abstentions),
            sort=lambda row: row.abstentions,
            numeric=True,
        ),
        TableColumn(tr("Agrees"), share, numeric=True, help=help_),
        TableColumn(tr("From"), low, numeric=True, help=tr("90 % interval")),
        TableColumn(tr("To"), high, numeric=True, help=tr("90 % interval")),
        TableColumn(tr("Kappa"), kappa_text, numeric=True, help=tr("Agreement beyond chance")),
        TableColumn(tr("Pairs"), pairs, numeric=True, help=tr("Pairs judged twice")),
        TableColumn(tr("Taste"), taste_text, numeric=True, help=tr("0 to 1, learned")),
        TableColumn(
            tr("Reliability"),
            reliability_text,
            numeric=True,
            help=tr("1: as clear as the other people's votes, 0: chance"),
        ),
        TableColumn(tr("Heard"), lambda row: tr("yes") if row.heard else tr("no")),
    )
    return RowsTable(columns, theme, tr("Who judges, as numbers"))
