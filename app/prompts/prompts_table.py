"""The table of all prompts, with the strength of each drawn as an interval."""

from __future__ import annotations

from functools import partial
from operator import sub
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.language import tr, tr_n
from app.pool_rows import Rows, candidates_of, figures_of, kinds_of, order_of, place_of
from app.theme import GAP, Theme
from app.widgets.interval_bar import Scale, paint_interval, strength_scale
from app.widgets.plain_tip import plain_tip
from app.widgets.rows_model import ROW_ROLE, TableColumn
from app.widgets.rows_table import RowsTable
from app.words.figures import (
    UNKNOWN,
    cost_text,
    percent,
    signed,
    strength_text,
    whole,
    wins_losses_ties,
)
from app.words.prompt_words import STATE_HELP, origin, state
from app.words.retold import retold
from app.words.score_words import (
    PARETO,
    PARETO_HELP,
    drawn_text,
    drawn_tip,
    score_text,
    score_tip,
)
from optimizer.views import CandidateView, Kind

Index = QModelIndex | QPersistentModelIndex
REASON = 1
STRENGTH = 5
SCORES = (8, 9)
BAR = 96  # pixels
ROOMY = 300  # pixels at 100 % that a name has before the reason stands beside it


class StrengthDelegate(QStyledItemDelegate):
    """Draws a row's strength: the interval on a shared scale, then the figure."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.scale = Scale(-1.0, 1.0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: CandidateView = index.data(ROW_ROLE)
        self.initStyleOption(option, index)
        figure, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        inner = QRectF(option.rect).adjusted(GAP, 0, -GAP, -2)
        wide = self._figure_width(option)
        bar = inner.adjusted(0, 4, -wide - GAP, -4)
        paint_interval(
            painter, bar, row.standing, self.scale, self._theme.colours, strong=row.incumbent
        )
        painter.save()
        painter.setFont(option.font)
        painter.setPen(option.palette.text().color())
        painter.drawText(
            inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), figure
        )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        self.initStyleOption(option, index)
        wide = self._theme.px(BAR) + self._figure_width(option) + 3 * GAP
        return QSize(wide, super().sizeHint(option, index).height())

    def _figure_width(self, option: QStyleOptionViewItem) -> int:
        return option.fontMetrics.horizontalAdvance("+0.00")


class PromptsTable(RowsTable):
    """One row a prompt; sorted by strength at first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_columns(theme), theme, tr("All prompts"), parent)
        self._delegate = StrengthDelegate(theme, self)
        self.setItemDelegateForColumn(STRENGTH, self._delegate)
        self.sortByColumn(STRENGTH, Qt.SortOrder.DescendingOrder)
        self._shape = _shape(())

    def show_rows(self, rows: Rows) -> None:
        """Show prompts; the chosen one stays chosen."""
        if rows is self.rows_model.rows:
            return
        chosen = self.selected_row()
        self._delegate.scale = strength_scale(rows)
        known, self._shape = self._shape, _shape(rows)
        for column in SCORES:
            self.setColumnHidden(column, not self._shape[1])
        self.set_rows(rows)
        if self._shape != known:
            self.fit_columns()
        if chosen is not None:
            self.choose(chosen.candidate.id)

    def _stretch(self) -> None:
        header, columns = self.horizontalHeader(), self.rows_model.columns
        taken = sum(header.sectionSize(at) for at, each in enumerate(columns) if not each.stretch)
        roomy = self.viewport().width() - taken >= 2 * self._theme.px(ROOMY)
        if self.isColumnHidden(REASON) == roomy:
            self.setColumnHidden(REASON, not roomy)
        super()._stretch()

    def choose(self, prompt_id: str) -> None:
        """Make the row of a prompt the current one, if it is shown."""
        self.select_number(place_of(self.rows_model.rows, prompt_id))


def _shape(rows: Rows) -> tuple[int, bool, frozenset[Kind]]:
    """Return what decides how wide the columns must be."""
    scores = figures_of(rows, "score")
    return len(rows), scores.count(None) < len(scores), kinds_of(rows)


def _by(name: str, rows: Rows, falling: bool) -> list[int] | None:
    return order_of(rows, name, falling=falling)


def _columns(theme: Theme) -> tuple[TableColumn, ...]:
    def quiet(row: Any) -> str | None:
        live = row.standing.live and not row.candidate.archived
        return None if live else theme.colours.muted

    return (
        TableColumn(
            tr("Prompt"),
            lambda row: row.candidate.name,
            keys=lambda rows: [each.name.casefold() for each in candidates_of(rows)],
            strong=lambda row: row.incumbent,
            tip=lambda row: plain_tip(retold(row.candidate.reason)),
            colour=quiet,
            stretch=True,
        ),
        TableColumn(
            tr("Why it was written"),
            lambda row: " ".join(retold(row.candidate.reason).split()),
            keys=lambda rows: [retold(each.reason).casefold() for each in candidates_of(rows)],
            tip=lambda row: plain_tip(retold(row.candidate.reason)),
            colour=lambda row: theme.colours.muted,
            stretch=True,
        ),
        TableColumn(
            tr("By"),
            lambda row: origin(row.candidate),
            keys=lambda rows: [origin(each).casefold() for each in candidates_of(rows)],
            colour=quiet,
            help=tr("Who wrote the prompt"),
        ),
        TableColumn(
            tr("W–L–T"),
            lambda row: wins_losses_ties(row.standing),
            keys=lambda rows: list(map(sub, figures_of(rows, "wins"), figures_of(rows, "losses"))),
            numeric=True,
            help=tr("Votes won, lost and tied"),
        ),
        TableColumn(
            tr("Words"),
            lambda row: whole(row.words),
            keys=lambda rows: figures_of(rows, "words"),
            order=partial(_by, "words"),
            numeric=True,
            help=tr("Length of the whole prompt"),
        ),
        TableColumn(
            tr("Strength"),
            lambda row: signed(row.standing.mean),
            keys=lambda rows: figures_of(rows, "mean"),
            order=partial(_by, "mean"),
            numeric=True,
            tip=lambda row: tr(
                "{strength} with 90 % probability", strength=strength_text(row.standing)
            ),
            help=tr(
                "How strong the votes say it is, with a 90 % interval (log odds; +1 against 0 "
                "wins 73 % of the time)"
            ),
        ),
        TableColumn(
            tr("P(best)"),
            lambda row: percent(row.standing.p_best),
            keys=lambda rows: figures_of(rows, "p_best"),
            order=partial(_by, "p_best"),
            numeric=True,
            help=tr("The probability that it is the best of all prompts in play"),
        ),
        TableColumn(
            tr("Cost/answer"),
            lambda row: UNKNOWN if row.mean_cost_usd is None else cost_text(row.mean_cost_usd),
            keys=lambda rows: figures_of(rows, "mean_cost_usd"),
            numeric=True,
            tip=_cost_tip,
            help=tr("What an answer costs on average; a dash where the price is unknown"),
        ),
        TableColumn(
            tr("Score"),
            lambda row: drawn_text(row.score),
            keys=lambda rows: [
                score.shrunken if score else None for score in figures_of(rows, "score")
            ],
            numeric=True,
            tip=lambda row: drawn_tip(row.score),
            help=tr("What the metric gives its answers, less what luck explains"),
        ),
        TableColumn(
            tr("Held out"),
            lambda row: score_text(row.score.held_out if row.score else None),
            keys=lambda rows: [
                score.held_out.mean if score and score.held_out else None
                for score in figures_of(rows, "score")
            ],
            numeric=True,
            tip=lambda row: score_tip(row.score.held_out if row.score else None),
            help=tr("Its score on rows that tuning never saw"),
        ),
        TableColumn(
            PARETO,
            lambda row: PARETO if row.pareto else "",
            keys=lambda rows: figures_of(rows, "pareto"),
            help=tr(PARETO_HELP),
        ),
        TableColumn(
            tr("State"),
            state,
            tip=lambda row: plain_tip(tr(row.retired)),
            colour=quiet,
            help=tr(STATE_HELP),
        ),
    )


def _cost_tip(row: Any) -> str:
    if not row.outputs:
        return tr("No answers yet")
    price = tr("price unknown") if row.mean_cost_usd is None else cost_text(row.mean_cost_usd)
    if row.mean_answer_tokens is not None:
        price = tr("{n:.0f} tokens, {price}", n=row.mean_answer_tokens, price=price)
    return tr_n(
        "{n:,} answer; {price} each", "{n:,} answers; {price} each", row.outputs, price=price
    )
