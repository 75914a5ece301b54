"""What the columns of a table hold: how full they are, how many different values, how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.dataset.labels import labels_in


@dataclass(frozen=True, slots=True)
class ColumnSummary:
    """One column in figures.

    Attributes:
        name: The column.
        filled: Share of rows that have a value, 0 to 1.
        distinct: How many different values there are.
        median_words: Words of the middle value, empty ones left out.
        longest_words: Words of the longest value.
        labels: The values, most frequent first, when they look like the labels of a
            classification: few, short and repeated; otherwise empty.
    """

    name: str
    filled: float
    distinct: int
    median_words: float
    longest_words: int
    labels: tuple[str, ...] = ()


def summarise(
    columns: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> tuple[ColumnSummary, ...]:
    """Return what each column holds.

    Args:
        columns: The names in the order of the file.
        rows: The rows, or some of them.
    """
    import pandas as pd

    table = pd.DataFrame(list(rows), columns=list(columns), dtype="string").fillna("")
    return tuple(_summary(name, table[name].str.strip()) for name in columns) if rows else ()


def _summary(name: str, values: object) -> ColumnSummary:
    import pandas as pd

    if not isinstance(values, pd.Series):
        raise TypeError("a column is a series")
    filled = values[values != ""]
    words = filled.str.count(r"\S+")
    counts = filled.value_counts()
    return ColumnSummary(
        name=name,
        filled=len(filled) / len(values) if len(values) else 0.0,
        distinct=len(counts),
        median_words=float(words.median()) if len(words) else 0.0,
        longest_words=int(words.max()) if len(words) else 0,
        labels=labels_in(filled.tolist()),
    )
