"""The charts of the Progress page as numbers that can be copied."""

from __future__ import annotations

from collections.abc import Callable

from app.figures import UNKNOWN, percent, signed, strength_interval
from app.tables import RowsTable, TableColumn
from app.theme import Theme


def curve_table(theme: Theme, name_of: Callable[[str], str]) -> RowsTable:
    """Return the score curve as a table.

    Args:
        theme: Gives fonts and colours.
        name_of: Returns the name of a prompt by its id.
    """
    columns = (
        TableColumn(
            "Votes", lambda row: f"{row.votes:,}", sort=lambda row: row.votes, numeric=True
        ),
        TableColumn("Best prompt", lambda row: name_of(row.incumbent), stretch=True),
        TableColumn("Win rate", lambda row: percent(row.win_rate), numeric=True),
        TableColumn("From", lambda row: percent(row.low), numeric=True, help="90 % band"),
        TableColumn("To", lambda row: percent(row.high), numeric=True, help="90 % band"),
        TableColumn("P(beats start)", lambda row: percent(row.p_beats_start), numeric=True),
    )
    return RowsTable(columns, theme, "The score curve as numbers")


def strength_table(theme: Theme) -> RowsTable:
    """Return the strengths of prompts as a table."""
    columns = (
        TableColumn("Prompt", lambda row: row.candidate.name, stretch=True),
        TableColumn(
            "Strength",
            lambda row: signed(row.standing.mean),
            sort=lambda row: row.standing.mean,
            numeric=True,
        ),
        TableColumn(
            "From",
            lambda row: signed(strength_interval(row.standing)[0]),
            numeric=True,
            help="90 % interval",
        ),
        TableColumn(
            "To",
            lambda row: signed(strength_interval(row.standing)[1]),
            numeric=True,
            help="90 % interval",
        ),
    )
    return RowsTable(columns, theme, "Strengths as numbers")


def gain_table(theme: Theme) -> RowsTable:
    """Return what each proposer earned as a table."""
    columns = (
        TableColumn("Proposer", lambda row: row.proposer, stretch=True),
        TableColumn(
            "Wrote", lambda row: f"{row.proposals:,}", sort=lambda row: row.proposals, numeric=True
        ),
        TableColumn(
            "Passed",
            lambda row: f"{row.accepted:,}",
            sort=lambda row: row.accepted,
            numeric=True,
            help="How many no gate refused",
        ),
        TableColumn(
            "Mean gain",
            lambda row: UNKNOWN if row.mean_gain is None else signed(row.mean_gain),
            sort=lambda row: row.mean_gain,
            numeric=True,
            help="Strength of its prompts over their parents' (log odds)",
        ),
    )
    return RowsTable(columns, theme, "Gain by proposer")
