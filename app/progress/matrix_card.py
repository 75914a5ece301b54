"""The win-rate matrix with its key, its numbers as a table, and the votes behind a cell."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.language import mark, tr
from app.pool_rows import Candidates
from app.progress.chart_card import ChartCard
from app.progress.matrix_chart import MatrixChart
from app.progress.progress_tables import matrix_table, pair_rows
from app.requests import ShowVotes, VoteFilter
from app.theme import Theme
from app.widgets.card import label
from optimizer.views import PoolView, WinMatrix

KEY = mark(
    "How often the prompt of the row would win against that of the column, and below it how many "
    "votes the two had. Blue wins, orange loses; grey figures without a colour: never compared."
)


class MatrixCard(ChartCard):
    """A heat map that scrolls where it has no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self.chart = MatrixChart(theme)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.chart)
        super().__init__(tr("Prompt against prompt"), matrix_table(theme), theme, scroll, parent)
        self.body.addWidget(label(tr(KEY), "small", wrap=True))
        self.chart.pair_chosen.connect(
            lambda row, column: self.request.emit(
                ShowVotes(VoteFilter(prompt_id=row, against_id=column))
            )
        )

    def show_pool(self, pool: PoolView | None) -> None:
        """Show the matrix of a pool; None for no project."""
        matrix = (pool.matrix if pool else None) or WinMatrix((), ())
        candidates = Candidates(pool.candidates if pool else ())
        self.chart.show_matrix(matrix, candidates)
        self.set_rows(pair_rows(matrix, candidates))
