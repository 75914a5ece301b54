"""The Progress page: how sure it is, how the prompts stand, what it cost, and every vote."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.language import tr
from app.page import Page
from app.pool_rows import Names, Rows
from app.progress.card_grid import CardGrid
from app.progress.chart_card import ChartCard
from app.progress.confirm_card import ConfirmCard
from app.progress.curve_chart import CurveChart
from app.progress.elite_card import EliteCard
from app.progress.gain_card import GainCard
from app.progress.history_panel import HistoryPanel
from app.progress.matrix_card import MatrixCard
from app.progress.progress_summary import ProgressSummary
from app.progress.progress_tables import curve_table, hypothesis_table, strength_table
from app.progress.raters_card import RatersCard
from app.progress.replay_bar import ReplayBar
from app.progress.scores_card import ScoresCard
from app.progress.spend_table import SpendTable
from app.progress.strength_chart import StrengthChart
from app.requests import ShowVotes, VoteFilter
from app.theme import GAP, PAGE, Theme
from app.throttle import Throttle
from app.widgets.card import label
from app.words.figures import UNKNOWN
from optimizer.events import (
    Closed,
    CurveChanged,
    Event,
    HistoryChanged,
    PoolChanged,
    PoolReplayed,
    StatusChanged,
    TaskChanged,
    VoteStored,
)
from optimizer.views import AdviceKind, CurvePoint, PoolView, Status

OVERVIEW, HISTORY, MATRIX, MAP = 0, 1, 2, 3
CHART_HEIGHT = 292
TABLE_HEIGHT = 176


class ProgressPage(Page):
    """An overview of figures and charts, the history, and prompt against prompt."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pool: PoolView | None = None
        self._replayed: PoolView | None = None
        self._replayed_votes: int | None = None
        self._status: Status | None = None
        self._points: tuple[CurvePoint, ...] = ()
        self._read_only = False
        self.curve = CurveChart(theme)
        self.strengths = StrengthChart(theme)
        self.history = HistoryPanel(theme)
        self.history.command.connect(self.command)
        self.curve_card = ChartCard(
            tr("Best new prompt against the start"),
            curve_table(theme, self._name_of),
            theme,
            self.curve,
        )
        self.strength_card = ChartCard(
            tr("Strength of leading prompts"), strength_table(theme), theme, self.strengths
        )
        self.gain_card = GainCard(theme)
        self.hypothesis_card = ChartCard(tr("Hypotheses"), hypothesis_table(theme), theme)
        self._spend = SpendTable(theme)
        self.spend_card = ChartCard(tr("Spend"), self._spend, theme)
        self.raters_card = RatersCard(theme)
        self.confirm_card = ConfirmCard(theme)
        self.scores_card = ScoresCard(theme)
        self.matrix_card = MatrixCard(theme)
        self.elite_card = EliteCard(theme)
        self.replay = ReplayBar()
        self.replay.command.connect(self.command)
        for card in (
            self.curve_card,
            self.strength_card,
            self.gain_card,
            self.hypothesis_card,
            self.spend_card,
            self.scores_card,
            self.matrix_card,
            self.elite_card,
        ):
            card.request.connect(self.request)
        self.summary = ProgressSummary(theme)
        for card in (self.raters_card, self.confirm_card):
            card.command.connect(self.command)
            card.request.connect(self.request)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._overview())
        self._stack.addWidget(self.history)
        self._stack.addWidget(self.matrix_card)
        self._stack.addWidget(self.elite_card)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        column.setSpacing(GAP)
        column.addLayout(self._head())
        column.addWidget(self.replay)
        column.addWidget(self._stack, 1)
        self.curve.point_chosen.connect(self._show_behind)
        self._throttle = Throttle(self, self._draw)
        self._draw()

    def handle(self, event: Event) -> None:
        """Take in what the engine tells."""
        if isinstance(event, PoolChanged):
            self._pool = event.view
        elif isinstance(event, PoolReplayed):
            self._replayed = event.view
            self._replayed_votes = event.votes
            self.curve.mark(event.votes)
        elif isinstance(event, CurveChanged):
            self._points = event.points
            self.replay.set_votes(event.points[-1].votes if event.points else 0)
        elif isinstance(event, StatusChanged):
            self._status = event.status
        elif isinstance(event, HistoryChanged):
            self.history.set_rows(event.rows, whole=event.whole)
        elif isinstance(event, VoteStored):
            self.history.set_rows((event.row,), whole=False)
        elif isinstance(event, TaskChanged):
            self._read_only = event.view.read_only
            self.raters_card.show_task(event.view)
            self.confirm_card.show_task(event.view)
        elif isinstance(event, Closed):
            self._pool = self._replayed = self._status = None
            self._points = ()
            self.replay.set_votes(0)
            self.curve.mark(None)
            self.history.set_rows((), whole=True)
            self.raters_card.show_task(None)
            self.confirm_card.show_task(None)
        else:
            return
        self._throttle.ask()

    def make_ready(self) -> None:
        self.curve.build()
        self._throttle.flush()

    def show_votes(self, votes: VoteFilter) -> None:
        """Turn to the history, narrowed to some votes."""
        self._tabs.setCurrentIndex(HISTORY)
        self.history.narrow(votes)

    def show_confirmation(self) -> None:
        """Turn to where the best prompt is confirmed."""
        self._tabs.setCurrentIndex(OVERVIEW)
        self._throttle.flush()
        self.confirm_card.take_focus()
        # Once what was just filled in is laid out.
        QTimer.singleShot(0, lambda: self._cards.ensureWidgetVisible(self.confirm_card, 0, PAGE))

    def _show_behind(self, point: CurvePoint) -> None:
        """Show the votes that a point of the curve rests on; their numbers count every vote."""
        number = self.history.number_of(point.vote_id)
        self.request.emit(ShowVotes(VoteFilter(up_to_number=number, teaching=True)))

    def _head(self) -> QHBoxLayout:
        self._tabs = QTabBar()
        self._tabs.setDrawBase(False)
        self._tabs.setAccessibleName(tr("What is shown of the progress"))
        self._tabs.addTab(tr("Overview"))
        self._tabs.addTab(tr("History"))
        self._tabs.addTab(tr("Matrix"))
        self._tabs.addTab(tr("Map"))
        self._tabs.currentChanged.connect(self._turn)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(label(tr("Progress"), "title"))
        row.addSpacing(GAP)
        row.addWidget(self._tabs)
        row.addStretch(1)
        return row

    def _overview(self) -> QWidget:
        self.curve_card.setMinimumHeight(self._theme.px(CHART_HEIGHT))
        for table in (self.gain_card, self.hypothesis_card):
            table.setMinimumHeight(self._theme.px(TABLE_HEIGHT))
        pairs = (
            (self.curve_card, self.strength_card, 3),
            (self.scores_card, None, 0),
            (self.gain_card, None, 2),
            (self.spend_card, None, 0),
            (self.confirm_card, None, 0),
            (self.hypothesis_card, None, 2),
            (self.raters_card, None, 0),
        )
        self._cards = CardGrid(self._theme, self.summary, pairs)
        return self._cards

    def _turn(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self.replay.offer(at != HISTORY)  # every vote is listed there, whenever it was cast
        self._draw()

    def _draw(self) -> None:
        pool = self._pool
        rows = pool.candidates if pool else ()
        names = Names(rows)
        self.history.set_prompts(names)
        if self._status is not None:
            self.history.set_status(self._status, may_change=not self._read_only)
        self._offer_map()
        if self._stack.currentIndex() == HISTORY:
            self.history.redraw()
        elif self._stack.currentIndex() == MATRIX:
            self.matrix_card.show_pool(self._shown)
        elif self._stack.currentIndex() == MAP:
            self.elite_card.show_pool(self._shown)
        else:
            self._draw_overview(rows, names)

    def _offer_map(self) -> None:
        """Show the tab of the map only where the method at work keeps one."""
        kept = self._pool is not None and self._pool.elites is not None
        if not kept and self._stack.currentIndex() == MAP:
            self._tabs.setCurrentIndex(OVERVIEW)
        self._tabs.setTabVisible(MAP, kept)

    def _draw_overview(self, rows: Rows, names: Mapping[str, str]) -> None:
        past = self._shown
        self._names = names
        too_few = past is None or past.advice.kind is AdviceKind.TOO_FEW_VOTES
        self.curve.show_curve(self._points, names, too_few=too_few)
        self.curve_card.set_rows(self._points)
        self.strengths.show_rows(past.candidates if past else ())
        self.strength_card.set_rows(self.strengths.rows)
        self.gain_card.set_rows(past.gains if past else ())
        self.gain_card.show_run(self._status.run if self._status else None)
        told = past.hypotheses if past else ()
        self.hypothesis_card.set_rows(told)
        self.hypothesis_card.setVisible(bool(told))
        # What bears no number of a vote is not shown beside what was believed earlier.
        for card in (self.spend_card, self.raters_card, self.confirm_card):
            card.setVisible(self._replayed is None)
        if self._replayed is None:
            self._show_spend()
            self.raters_card.show_raters(past, self._status)
            self.confirm_card.show_pool(past)
            self.scores_card.show_scores(past, self._status)
        else:
            self.scores_card.hide()
        earlier = self._replayed_votes if self._replayed else None
        self.summary.show_progress(past, self._status, earlier)

    def _name_of(self, prompt_id: str) -> str:
        return self._names.get(prompt_id, UNKNOWN)

    @property
    def _shown(self) -> PoolView | None:
        """What is looked at: an earlier state, or the present one."""
        return self._replayed or self._pool

    def _show_spend(self) -> None:
        status, proposals = self._status, self._pool.proposals if self._pool else ()
        if status is None:
            self._spend.show_spend({})
        else:
            self._spend.show_spend(status.spend, status.model_spend, proposals)
