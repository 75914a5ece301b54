"""The charts of the Progress page as numbers that can be copied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.language import mark, tr, tr_as
from app.theme import Theme
from app.widgets.rows_model import TableColumn
from app.widgets.rows_table import RowsTable
from app.words.figures import UNKNOWN, percent, signed, strength_interval, whole
from app.words.proposer_words import proposer_title
from app.words.retold import retold
from optimizer.records import Candidate
from optimizer.views import HypothesisState, MatrixCell, WinMatrix


def curve_table(theme: Theme, name_of: Callable[[str], str]) -> RowsTable:
    """Return the score curve as a table.

    Args:
        theme: Gives fonts and colours.
        name_of: Returns the name of a prompt by its id.
    """
    columns = (
        TableColumn(
            tr("Votes"), lambda row: whole(row.votes), sort=lambda row: row.votes, numeric=True
        ),
        TableColumn(tr("Recommended"), lambda row: name_of(row.incumbent), stretch=True),
        TableColumn(
            tr("Best new prompt"),
            lambda row: name_of(row.rival),
            stretch=True,
            help=tr("Compared with the start prompt"),
        ),
        TableColumn(tr("Win rate"), lambda row: percent(row.win_rate), numeric=True),
        TableColumn(tr("From"), lambda row: percent(row.low), numeric=True, help=tr("90 % band")),
        TableColumn(tr("To"), lambda row: percent(row.high), numeric=True, help=tr("90 % band")),
        TableColumn(tr("P(beats start)"), lambda row: percent(row.p_beats_start), numeric=True),
    )
    return RowsTable(columns, theme, tr("The score curve as numbers"))


def strength_table(theme: Theme) -> RowsTable:
    """Return the strengths of prompts as a table."""
    columns = (
        TableColumn(tr("Prompt"), lambda row: row.candidate.name, stretch=True),
        TableColumn(
            tr("Strength"),
            lambda row: signed(row.standing.mean),
            sort=lambda row: row.standing.mean,
            numeric=True,
        ),
        TableColumn(
            tr("From"),
            lambda row: signed(strength_interval(row.standing)[0]),
            numeric=True,
            help=tr("90 % interval"),
        ),
        TableColumn(
            tr("To"),
            lambda row: signed(strength_interval(row.standing)[1]),
            numeric=True,
            help=tr("90 % interval"),
        ),
    )
    return RowsTable(columns, theme, tr("Strengths as numbers"))


def gain_table(theme: Theme) -> RowsTable:
    """Return what each proposer earned as a table."""
    columns = (
        TableColumn(tr("Proposer"), lambda row: proposer_title(row.proposer), stretch=True),
        TableColumn(
            tr("Wrote"),
            lambda row: whole(row.proposals),
            sort=lambda row: row.proposals,
            numeric=True,
        ),
        TableColumn(
            tr("Passed"),
            lambda row: whole(row.accepted),
            sort=lambda row: row.accepted,
            numeric=True,
            help=tr("How many no gate refused"),
        ),
        TableColumn(
            tr("Mean gain"),
            lambda row: UNKNOWN if row.mean_gain is None else signed(row.mean_gain),
            sort=lambda row: row.mean_gain,
            numeric=True,
            help=tr("Strength of its prompts over their parents' (log odds)"),
        ),
        TableColumn(
            tr("90 % interval"),
            lambda row: UNKNOWN if row.low is None else f"{signed(row.low)} … {signed(row.high)}",
            sort=lambda row: row.low,
            numeric=True,
            help=tr("How sure that is"),
        ),
        TableColumn(
            tr("Calls each"),
            lambda row: UNKNOWN if row.cost is None else whole(round(row.cost)),
            sort=lambda row: row.cost,
            numeric=True,
            help=tr("What a prompt that passed takes: writing, refused tries, and a first look"),
        ),
        TableColumn(
            tr("Next turn"),
            lambda row: UNKNOWN if row.chance is None else percent(row.chance),
            sort=lambda row: row.chance,
            numeric=True,
            help=tr("Where ways of writing compete: how likely this one writes next"),
        ),
    )
    return RowsTable(columns, theme, tr("Gain by proposer"))


_STATES = {
    HypothesisState.CONFIRMED: mark("✓ confirmed"),
    HypothesisState.REFUTED: mark("✗ refuted"),
    HypothesisState.OPEN: mark("open"),
}


def hypothesis_table(theme: Theme) -> RowsTable:
    """Return what each child was to do better, and whether it does, as a table."""
    columns = (
        TableColumn(tr("Prompt"), lambda row: row.name, stretch=True, tip=lambda row: row.name),
        TableColumn(
            tr("Was to"),
            lambda row: retold(row.text),
            stretch=True,
            tip=lambda row: retold(row.text),
        ),
        TableColumn(
            tr_as("votes", "Before"),
            lambda row: tr(row.before) or UNKNOWN,
            numeric=True,
            help=tr(
                "In how many of the parents' votes this was complained of, or of the last votes "
                "before this prompt was shown where it was never said of a parent"
            ),
        ),
        TableColumn(
            tr("Child"),
            lambda row: tr(row.after) or UNKNOWN,
            numeric=True,
            help=tr("In how many of its own votes this was complained of"),
        ),
        TableColumn(
            tr("So far"),
            lambda row: tr(_STATES[row.state]),
            help=tr("By the votes since: surer than 90 %, or open"),
        ),
    )
    return RowsTable(columns, theme, tr("Hypotheses"))


@dataclass(frozen=True, slots=True)
class PairRow:
    """One cell of the win-rate matrix with the names of its prompts."""

    name: str
    against: str
    cell: MatrixCell


def pair_rows(matrix: WinMatrix, candidates: Mapping[str, Candidate]) -> tuple[PairRow, ...]:
    """Return the cells of a matrix line by line."""
    names = [candidates[prompt_id].name for prompt_id in matrix.prompts]
    return tuple(
        PairRow(names[row], names[column], cell)
        for row, line in enumerate(matrix.cells)
        for column, cell in enumerate(line)
        if cell is not None
    )


def matrix_table(theme: Theme) -> RowsTable:
    """Return the win-rate matrix as a table, a pair a row."""

    def votes(title: str, of: Callable[[MatrixCell], int]) -> TableColumn:
        return TableColumn(
            title, lambda row: whole(of(row.cell)), sort=lambda row: of(row.cell), numeric=True
        )

    def share(title: str, of: Callable[[MatrixCell], float], tip: str = "") -> TableColumn:
        return TableColumn(
            title,
            lambda row: percent(of(row.cell)),
            sort=lambda row: of(row.cell),
            numeric=True,
            help=tip,
        )

    columns = (
        TableColumn(tr("Prompt"), lambda row: row.name, stretch=True),
        TableColumn(tr("Against"), lambda row: row.against, stretch=True),
        share(tr("Win rate"), lambda cell: cell.win_rate),
        share(tr("From"), lambda cell: cell.low, tr("90 % interval")),
        share(tr("To"), lambda cell: cell.high, tr("90 % interval")),
        votes(tr("Votes"), lambda cell: cell.votes),
        votes(tr("Won"), lambda cell: cell.wins),
        votes(tr("Lost"), lambda cell: cell.losses),
        votes(tr("Tied"), lambda cell: cell.ties),
    )
    return RowsTable(columns, theme, tr("Win rates as numbers"))
