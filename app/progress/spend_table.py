"""What roles, models and proposers have cost; an unknown price is said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.language import tr, tr_n
from app.theme import Theme
from app.widgets.plain_text import visible
from app.widgets.rows_model import TableColumn
from app.widgets.rows_table import RowsTable
from app.words.figures import UNKNOWN, cost_text, money, whole
from app.words.proposer_words import proposer_title
from app.words.status_words import ROLE_NAMES
from optimizer.records import CallRole, RoleSpend, StoredProposal

WIDEST = 220  # pixels of a column
NARROWEST = 76  # in which “Together” can be read
MOST_LINES = 8  # that are seen without scrolling


@dataclass(frozen=True, slots=True)
class SpendRow:
    """A line of the table: a role, the total, or a part of it; of some parts tokens are unknown."""

    name: str
    spend: RoleSpend
    total: bool = False
    tokens_known: bool = True


def spend_rows(spend: Mapping[CallRole, RoleSpend]) -> tuple[SpendRow, ...]:
    """Return a line for each role that made calls, and their sum."""
    lines = [
        SpendRow(tr(ROLE_NAMES[role]), found)
        for role, found in spend.items()
        if found.calls or found.failed_calls
    ]
    if not lines:
        return ()
    total = RoleSpend(
        calls=sum(line.spend.calls for line in lines),
        failed_calls=sum(line.spend.failed_calls for line in lines),
        tokens_in=sum(line.spend.tokens_in for line in lines),
        tokens_out=sum(line.spend.tokens_out for line in lines),
        cost_usd=sum(line.spend.cost_usd for line in lines),
        unpriced_calls=sum(line.spend.unpriced_calls for line in lines),
    )
    return (*lines, SpendRow(tr("Together"), total, total=True))


def model_rows(models: Mapping[str, RoleSpend]) -> tuple[SpendRow, ...]:
    """Return a line for each model where there are several."""
    lines = [
        SpendRow(tr("By {model}", model=visible(name)), spent)
        for name, spent in sorted(models.items())
    ]
    return tuple(lines) if len(lines) > 1 else ()


def written_rows(proposals: Sequence[StoredProposal]) -> tuple[SpendRow, ...]:
    """Return a line for each proposer that wrote with a model."""
    calls: dict[str, float] = {}
    costs: dict[str, float | None] = {}
    for proposal in proposals:
        calls[proposal.proposer] = calls.get(proposal.proposer, 0.0) + proposal.calls
        cost, more = costs.get(proposal.proposer, 0.0), proposal.cost_usd
        costs[proposal.proposer] = None if cost is None or more is None else cost + more
    return tuple(
        SpendRow(
            tr("Written by {writer}", writer=proposer_title(name)),
            _wrote(calls[name], costs[name]),
            tokens_known=False,
        )
        for name in sorted(calls)
        if calls[name]
    )


def _wrote(calls: float, cost_usd: float | None) -> RoleSpend:
    made = round(calls)
    return RoleSpend(made, 0, 0, 0, cost_usd or 0.0, made if cost_usd is None else 0)


def cost_words(spend: RoleSpend) -> str:
    """Return what calls cost; calls without a known price are said, never counted as zero."""
    if not spend.unpriced_calls:
        return cost_text(spend.cost_usd)
    if not spend.cost_usd:
        return tr("price unknown")
    return tr_n(
        "{cost}, {n:,} call unpriced",
        "{cost}, {n:,} calls unpriced",
        spend.unpriced_calls,
        cost=money(spend.cost_usd),
    )


class SpendTable(RowsTable):
    """A line per role and the sum."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_columns(), theme, tr("Spend by role, model and proposer"), parent)
        self.setSortingEnabled(False)
        self._proposals: Sequence[StoredProposal] = ()
        self._written: tuple[SpendRow, ...] = ()

    def show_spend(
        self,
        spend: Mapping[CallRole, RoleSpend],
        models: Mapping[str, RoleSpend] | None = None,
        proposals: Sequence[StoredProposal] = (),
    ) -> None:
        """Show the spend by role, by model and by proposer."""
        if proposals is not self._proposals:
            self._proposals, self._written = proposals, written_rows(proposals)
        self.set_rows((*spend_rows(spend), *model_rows(models or {}), *self._written))
        self.fit_columns(WIDEST)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        # As high as its lines, for they are few; a bar below them needs room as well.
        number = max(1, min(self.rows_model.rowCount(), MOST_LINES))
        lines = number * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() else 0
        head = self.horizontalHeader().sizeHint().height()
        return QSize(super().sizeHint().width(), head + lines + below + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def fit_columns(self, widest: int = 0) -> None:
        """Make the columns fit; the names keep room to be read, however large the type is."""
        self.horizontalHeader().setMinimumSectionSize(self._theme.px(NARROWEST))
        super().fit_columns(widest)


def _columns() -> tuple[TableColumn, ...]:
    def strong(row: SpendRow) -> bool:
        return row.total

    return (
        TableColumn(
            tr("For"), lambda row: row.name, strong=strong, stretch=True, tip=lambda row: row.name
        ),
        TableColumn(
            tr("Calls"),
            lambda row: whole(row.spend.calls),
            numeric=True,
            strong=strong,
        ),
        TableColumn(
            tr("Failed"),
            lambda row: whole(row.spend.failed_calls),
            numeric=True,
            strong=strong,
        ),
        TableColumn(
            tr("Tokens in"),
            lambda row: whole(row.spend.tokens_in) if row.tokens_known else UNKNOWN,
            numeric=True,
            strong=strong,
        ),
        TableColumn(
            tr("Tokens out"),
            lambda row: whole(row.spend.tokens_out) if row.tokens_known else UNKNOWN,
            numeric=True,
            strong=strong,
        ),
        TableColumn(
            tr("Cost"),
            lambda row: cost_words(row.spend),
            numeric=True,
            strong=strong,
            tip=lambda row: cost_words(row.spend),
        ),
    )
