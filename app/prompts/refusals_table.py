"""The proposals that no gate let pass, each with its gate and reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.language import mark, tr
from app.theme import Theme
from app.widgets.plain_tip import plain_tip
from app.widgets.rows_model import TableColumn
from app.widgets.rows_table import RowsTable
from app.words.figures import local_time
from app.words.prompt_words import refused
from app.words.proposer_words import proposer_title
from app.words.retold import retold
from optimizer.records import StoredProposal

# What the gates are called, so that it can be said in another language.
GATES = (
    mark("changed words"),
    mark("copied data"),
    mark("drift"),
    mark("labels"),
    mark("length"),
    mark("locked text"),
    mark("novelty"),
    mark("novelty net"),
    mark("placeholders"),
    mark("prompt hacking"),
    mark("repetition"),
    mark("writing"),
)


class RefusalsTable(RowsTable):
    """One row a refusal, newest first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_columns(), theme, tr("Proposals that were refused"), parent)
        self.say_when_empty(
            tr("Nothing was refused so far. What fails a check is listed here, with why.")
        )

    def show_proposals(self, proposals: Sequence[StoredProposal]) -> int:
        """Show those of the proposals that were refused, and return how many they are."""
        found = refused(tuple(proposals))
        if len(found) != len(self.rows_model.rows):
            self.set_rows(found)
            self.fit_columns()
        return len(found)


def _columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn(tr("When"), lambda row: local_time(row.made_at), sort=lambda row: row.made_at),
        TableColumn(tr("By"), lambda row: proposer_title(row.proposer)),
        TableColumn(
            tr("Tried"), lambda row: row.label, tip=lambda row: plain_tip(retold(row.reason))
        ),
        TableColumn(tr("Gate"), lambda row: tr(row.refusal.gate)),
        TableColumn(
            tr("Why it was refused"),
            lambda row: retold(row.refusal.reason),
            tip=lambda row: plain_tip(retold(row.refusal.reason)),
            stretch=True,
        ),
    )
