"""What is said of rows that cannot be read; Qt-free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.figures import count
from optimizer.errors import RowFault

if TYPE_CHECKING:
    from optimizer.dataset import Table

ROWS = RowFault.__name__
"""The kind of a fault that leaves the other rows usable."""


def left_out(table: Table) -> str:
    """Return how many bad rows of a file were left out; empty when none was."""
    return f"{count(table.skipped, 'bad row')} left out" if table.skipped else ""
