"""What each role has cost: calls, tokens and money, an unknown price in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.figures import count, money
from app.status_words import ROLE_NAMES
from app.tables import RowsTable, TableColumn
from app.theme import Theme
from optimizer.records import CallRole, RoleSpend

WIDEST = 130  # pixels of a column


@dataclass(frozen=True, slots=True)
class SpendRow:
    """A line of the table; the last one is the total."""

    name: str
    spend: RoleSpend
    total: bool = False


def spend_rows(spend: Mapping[CallRole, RoleSpend]) -> tuple[SpendRow, ...]:
    """Return a line for each role that made calls, and their sum."""
    lines = [
        SpendRow(ROLE_NAMES[role].capitalize(), found)
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
    return (*lines, SpendRow("Together", total, total=True))


def cost_words(spend: RoleSpend) -> str:
    """Return what calls cost; calls without a known price are said, never counted as zero."""
    if not spend.unpriced_calls:
        return money(spend.cost_usd) if spend.cost_usd else "free"
    if not spend.cost_usd:
        return "price unknown"
    return f"{money(spend.cost_usd)}, {count(spend.unpriced_calls, 'call')} unpriced"


class SpendTable(RowsTable):
    """A line per role and the sum."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_columns(), theme, "Spend by role", parent)
        self.setSortingEnabled(False)

    def show_spend(self, spend: Mapping[CallRole, RoleSpend]) -> None:
        """Show the spend."""
        self.set_rows(spend_rows(spend))
        self.fit_columns(WIDEST)


def _columns() -> tuple[TableColumn, ...]:
    def strong(row: SpendRow) -> bool:
        return row.total

    return (
        TableColumn("For", lambda row: row.name, strong=strong, stretch=True),
        TableColumn(
            "Calls",
            lambda row: f"{row.spend.calls:,}",
            numeric=True,
            strong=strong,
        ),
        TableColumn(
            "Failed",
            lambda row: f"{row.spend.failed_calls:,}",
            numeric=True,
            strong=strong,
        ),
        TableColumn(
            "Tokens in", lambda row: f"{row.spend.tokens_in:,}", numeric=True, strong=strong
        ),
        TableColumn(
            "Tokens out", lambda row: f"{row.spend.tokens_out:,}", numeric=True, strong=strong
        ),
        TableColumn(
            "Cost",
            lambda row: cost_words(row.spend),
            numeric=True,
            strong=strong,
            tip=lambda row: cost_words(row.spend),
        ),
    )
