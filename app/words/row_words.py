"""What is said of rows that cannot be read; Qt-free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.language import mark, tr_n
from optimizer.errors import RowFault
from optimizer.records import Split

if TYPE_CHECKING:
    from optimizer.dataset import Table

SPLITS = {Split.TUNING: mark("tuning"), Split.HELD_OUT: mark("held-out")}
ROWS = RowFault.__name__
"""The kind of a fault that leaves the other rows usable."""


def left_out(table: Table) -> str:
    """Return how many bad rows of a file were left out; empty when none was."""
    if not table.skipped:
        return ""
    return tr_n("{n:,} bad row left out", "{n:,} bad rows left out", table.skipped)
