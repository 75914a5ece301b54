"""The map of elites with its key, its numbers as a table, and the way to a prompt of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.language import tr
from app.pool_rows import candidates_of
from app.progress.chart_card import ChartCard
from app.progress.elite_chart import EliteChart
from app.requests import ShowPrompt
from app.theme import Theme
from app.widgets.card import label
from app.widgets.rows_model import TableColumn
from app.widgets.rows_table import RowsTable
from app.words.elite_words import worth_words
from optimizer.records import Candidate
from optimizer.views import EliteMap, EliteView, PoolView


class EliteCard(ChartCard):
    """A heat map that scrolls where it has no room; a click goes to the prompt."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self.chart = EliteChart(theme)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.chart)
        super().__init__(tr("The best of every kind"), elite_table(theme), theme, scroll, parent)
        key = tr(
            "Every cell holds the best prompt of its length, number of rules and tone, with its "
            "strength or score. Blue is better than the start prompt, orange is worse; the frame "
            "marks the recommended prompt. Empty cells are kinds that were not judged yet."
        )
        self.body.addWidget(label(key, "small", wrap=True))
        self.chart.prompt_chosen.connect(lambda prompt_id: self.request.emit(ShowPrompt(prompt_id)))

    def show_pool(self, pool: PoolView | None) -> None:
        """Show the map of a pool; None for no project."""
        found = pool.elites if pool else None
        candidates = {each.id: each for each in candidates_of(pool.candidates)} if pool else {}
        self.chart.show_map(found, candidates, pool.incumbent_id if pool else "")
        self.set_rows(elite_rows(found, candidates))


@dataclass(frozen=True, slots=True)
class EliteRow:
    """A cell of the map with the name of its prompt."""

    name: str
    worth: str
    elite: EliteView


def elite_rows(found: EliteMap | None, candidates: Mapping[str, Candidate]) -> tuple[EliteRow, ...]:
    """Return the cells that are held, the best first."""
    if found is None:
        return ()
    return tuple(
        EliteRow(candidates[elite.prompt_id].name, worth_words(elite, found), elite)
        for elite in found.elites
    )


def elite_table(theme: Theme) -> RowsTable:
    """Return the map of elites as a table, a cell a row."""
    columns = (
        TableColumn(tr("Tone"), lambda row: tr(row.elite.tone)),
        TableColumn(tr("Rules"), lambda row: tr(row.elite.rules)),
        TableColumn(tr("Length"), lambda row: tr(row.elite.length)),
        TableColumn(tr("Best prompt"), lambda row: row.name, stretch=True),
        TableColumn(
            tr("Strength"),
            lambda row: row.worth,
            sort=lambda row: row.elite.strength,
            numeric=True,
            help=tr("In log odds; its score where answers are scored"),
        ),
        TableColumn(
            tr("Of the kind"),
            lambda row: f"{row.elite.rivals:,}",
            sort=lambda row: row.elite.rivals,
            numeric=True,
            help=tr("How many judged prompts are of this kind"),
        ),
    )
    return RowsTable(columns, theme, tr("The best of every kind as numbers"))
