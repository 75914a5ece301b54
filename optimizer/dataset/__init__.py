"""Data files as tables of text: read, preview, sample, map to examples, split."""

from __future__ import annotations

from optimizer.dataset.columns import check_placeholders, guess_roles
from optimizer.dataset.examples import HELD_OUT_SHARE, to_examples
from optimizer.dataset.formats import EXTENSIONS, Format
from optimizer.dataset.labels import answer_kind
from optimizer.dataset.loading import PREVIEW_ROWS, Table, TableInfo, inspect, load
from optimizer.dataset.role_advice import RoleAdvice, role_advice
from optimizer.dataset.summary import ColumnSummary, summarise

__all__ = [
    "EXTENSIONS",
    "HELD_OUT_SHARE",
    "PREVIEW_ROWS",
    "ColumnSummary",
    "Format",
    "RoleAdvice",
    "Table",
    "TableInfo",
    "answer_kind",
    "check_placeholders",
    "guess_roles",
    "inspect",
    "load",
    "role_advice",
    "summarise",
    "to_examples",
]
