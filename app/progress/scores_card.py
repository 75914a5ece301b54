"""The card *Scores*: what the metric says, tuning beside held-out, and what a choice gives up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.dialogs.score_dialog import ScoreDialog
from app.language import tr
from app.pool_rows import candidates_of
from app.progress.chart_card import ChartCard
from app.progress.score_lines import score_lines
from app.theme import GAP, HALF, Theme
from app.widgets.card import label
from app.widgets.plain_text import visible
from app.widgets.rows_model import TableColumn
from app.widgets.rows_table import RowsTable
from app.words.figures import whole
from app.words.score_words import (
    PARETO,
    PARETO_HELP,
    drawn_text,
    drawn_tip,
    gain_text,
    latency_text,
    measured_text,
    score_text,
    score_tip,
)
from optimizer.views import PoolView, Status


class ScoresCard(ChartCard):
    """Hidden until a metric has scored anything."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        inside = QWidget()
        super().__init__(tr("Scores"), _table(theme), theme, inside, parent)
        self._pool: PoolView | None = None
        self.dialog: ScoreDialog | None = None
        self._metric = label("", "small", wrap=True, name="score-metric")
        self._verdict = label("", wrap=True, name="score-verdict")
        self._trade_off = label("", "muted", wrap=True, name="score-trade-off")
        self._progress = label("", "small", wrap=True, name="score-progress")
        self.every = QPushButton(tr("Every example…"))
        self.every.setProperty("kind", "link")
        self.every.clicked.connect(self._show_every)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(HALF)
        for words in (self._metric, self._verdict, self._trade_off, self._progress):
            column.addWidget(words)
        column.addSpacing(GAP)
        column.addWidget(self.every, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.hide()

    def show_scores(self, pool: PoolView | None, status: Status | None) -> None:
        """Show what a pool's scores come to; None for no project."""
        self._pool = pool
        card = pool.scorecard if pool else None
        measured = status.measured if status else None
        self.setVisible(card is not None or measured is not None)
        self.every.setVisible(card is not None)
        self._metric.setText(tr("By: {metric}", metric=visible(tr(card.metric))) if card else "")
        self._verdict.setText("\n".join(visible(tr(text)) for text in pool.verdict) if pool else "")
        self._trade_off.setText(visible(tr(pool.trade_off)) if pool else "")
        self._progress.setText(measured_text(measured))
        for words in (self._metric, self._verdict, self._trade_off, self._progress):
            words.setVisible(bool(words.text()))
        self.set_rows(score_lines(pool))

    def _show_every(self) -> None:
        if self._pool is None or self._pool.scorecard is None:
            return
        names = {each.id: each.handle for each in candidates_of(self._pool.candidates)}
        self.dialog = ScoreDialog(self._pool.scorecard, names, self._theme, self)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.show()


def _table(theme: Theme) -> RowsTable:
    columns = (
        TableColumn(
            tr("Prompt"),
            lambda line: line.candidate.candidate.name,
            strong=lambda line: line.candidate.incumbent,
            stretch=True,
        ),
        TableColumn(
            tr("Tuning"),
            lambda line: score_text(line.score.tuning),
            numeric=True,
            tip=lambda line: score_tip(line.score.tuning),
            help=tr("Mean score on the rows that prompts are chosen by"),
        ),
        TableColumn(
            tr("Less luck"),
            lambda line: drawn_text(line.score),
            sort=lambda line: line.score.shrunken,
            numeric=True,
            tip=lambda line: drawn_tip(line.score),
            help=tr("The same, drawn to the mean of all prompts as far as luck explains it"),
        ),
        TableColumn(
            tr("Held out"),
            lambda line: score_text(line.score.held_out),
            numeric=True,
            tip=lambda line: score_tip(line.score.held_out),
            help=tr("Mean score on rows that tuning never saw"),
        ),
        TableColumn(
            tr("Against the start"),
            lambda line: gain_text(line.score),
            sort=lambda line: line.score.gain.mean if line.score.gain else None,
            numeric=True,
            help=tr("On the same rows, with the 90 % interval"),
        ),
        TableColumn(
            tr("Words"),
            lambda line: whole(line.candidate.words),
            sort=lambda line: line.candidate.words,
            numeric=True,
        ),
        TableColumn(
            tr("Time"),
            lambda line: latency_text(line.candidate),
            sort=lambda line: line.candidate.mean_latency_ms,
            numeric=True,
            help=tr("Mean time of an answer"),
        ),
        TableColumn(
            PARETO,
            lambda line: PARETO if line.candidate.pareto else "",
            help=tr(PARETO_HELP),
        ),
    )
    return RowsTable(columns, theme, tr("Scores by prompt"))
