"""Every score there is, example by example: one column a prompt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.language import figure, tr, tr_n
from app.theme import GAP, PAGE, Theme
from app.widgets.card import label
from app.widgets.example_card import summary
from app.widgets.fitting import fit_to_screen
from app.widgets.plain_text import visible
from app.widgets.rows_model import TableColumn
from app.widgets.rows_table import RowsTable
from app.words.figures import UNKNOWN
from app.words.row_words import SPLITS
from optimizer.records import Example
from optimizer.scoring import Scorecard, ScoreRow

MOST_PROMPTS = 20


class ScoreDialog(QDialog):
    """A table with one row an example, tuning before held-out; the best prompts come first.

    Args:
        card: The scores.
        names: How prompts are called, by id.
        theme: Gives colours.
    """

    def __init__(
        self,
        card: Scorecard,
        names: Mapping[str, str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Scores by example"))
        shown = sorted(card.rows, key=lambda row: -(row.shrunken or 0.0))[:MOST_PROMPTS]
        self.table = RowsTable(_columns(shown, names, theme), theme, tr("Scores by example"))
        self.table.set_rows(card.examples)
        self.table.fit_columns()
        about = tr(
            "{metric}. From 0 to 1; a dash where nothing is scored.",
            metric=visible(tr(card.metric)),
        )
        if len(shown) < len(card.rows):
            best = tr(
                "The best {shown} of {whole:,} prompts.", shown=MOST_PROMPTS, whole=len(card.rows)
            )
            about = f"{about} {best}"
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        column.setSpacing(GAP)
        column.addWidget(label(about, "small", wrap=True))
        column.addWidget(self.table, 3)
        if card.unclear:
            self.unclear = RowsTable(_unclear_columns(names), theme, tr("Unclear answers"))
            self.unclear.set_rows(card.unclear)
            self.unclear.fit_columns()
            column.addWidget(label(_unclear_words(len(card.unclear)), "small", wrap=True))
            column.addWidget(self.unclear, 2)
        column.addWidget(buttons)
        fit_to_screen(self, theme, (820, 560))


def _unclear_words(answers: int) -> str:
    return tr_n(
        "{n:,} answer names no label, or several; it counts as wrong. Look whether the prompt "
        "should say more clearly what to answer.",
        "{n:,} answers name no label, or several; they count as wrong. Look whether the prompt "
        "should say more clearly what to answer.",
        answers,
    )


def _columns(
    shown: list[ScoreRow], names: Mapping[str, str], theme: Theme
) -> tuple[TableColumn, ...]:
    first = (
        TableColumn(tr("Example"), _title, stretch=True, tip=_title),
        TableColumn(tr("Rows"), lambda example: tr(SPLITS[example.split])),
        TableColumn(tr("Expected"), lambda example: visible(example.reference or "")[:40]),
    )
    return (*first, *(_column(row, names.get(row.prompt_id, UNKNOWN), theme) for row in shown))


def _unclear_columns(names: Mapping[str, str]) -> tuple[TableColumn, ...]:
    return (
        TableColumn(tr("Prompt"), lambda each: visible(names.get(each.prompt_id, UNKNOWN))),
        TableColumn(tr("Answer"), lambda each: visible(" ".join(each.text.split())), stretch=True),
    )


def _column(row: ScoreRow, name: str, theme: Theme) -> TableColumn:
    def colour(example: Any) -> str | None:
        value = row.scores.get(example.id)
        return theme.colours.muted if value is None or value < 0.5 else None

    return TableColumn(
        visible(name),
        _cell(row),
        sort=lambda example: row.scores.get(example.id),
        numeric=True,
        colour=colour,
    )


def _cell(row: ScoreRow) -> Callable[[Any], str]:
    def text(example: Example) -> str:
        value = row.scores.get(example.id)
        return UNKNOWN if value is None else figure(f"{value:.2f}".rstrip("0").rstrip("."))

    return text


def _title(example: Example) -> str:
    return visible(summary(example))
