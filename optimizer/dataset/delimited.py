"""Read CSV and TSV, row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from optimizer.dataset.reading import Reading, Rows
from optimizer.dataset.texts import lines, open_text
from optimizer.said import say, say_n

_DELIMITERS = ",;\t|"
_SNIFFED_LINES = 50
Quoting = Literal[0, 3]  # as csv.QUOTE_MINIMAL, csv.QUOTE_NONE


def read_csv(reading: Reading) -> Rows:
    """Yield the rows of a CSV file; the delimiter may be a comma, semicolon, tab or bar.

    Raises:
        DataFault: The header or a row is not as it must be.
    """
    return _read(reading, _DELIMITERS)


def read_tsv(reading: Reading) -> Rows:
    """Yield the rows of a TSV file, as `read_csv` does, where a tab is the likeliest delimiter.

    Raises:
        DataFault: The header or a row is not as it must be.
    """
    return _read(reading, "\t" + _DELIMITERS.replace("\t", ""))


def _read(reading: Reading, delimiters: str) -> Rows:
    with open_text(reading) as text:
        numbered = lines(reading, text)
        head = list(islice(numbered, _SNIFFED_LINES))
        delimiter, quoting = _sniff([line for _, line in head], delimiters)
        if quoting == csv.QUOTE_NONE:
            reading.warn(say("Quotation marks are read as part of the text."))
        source = _Lines(head, numbered)
        rows = _rows(
            reading, csv.reader(source, delimiter=delimiter, quoting=quoting, strict=True), source
        )
        names = next((row for _, row in rows if any(cell.strip() for cell in row)), None)
        if names is None:
            raise reading.fault(say("is empty."), say("Choose a file with a header line and rows."))
        columns = reading.name_columns(names)
        for line, row in rows:
            if len(row) == len(columns):
                if any(row):
                    yield dict(zip(columns, row, strict=True))
            elif row:
                reading.bad_row(
                    line,
                    say(
                        "has {cells}, but there are {count} columns.",
                        cells=_cells(len(row)),
                        count=len(columns),
                    ),
                    say("Quote a cell that holds the delimiter, or add what is missing."),
                )


def _cells(count: int) -> str:
    return say_n("{n} cell", "{n} cells", count)


class _Lines:
    """The lines for the CSV parser, remembering where it is."""

    def __init__(self, head: list[tuple[int, str]], rest: Iterator[tuple[int, str]]) -> None:
        self._head = iter(head)
        self._rest = rest
        self.begins: int | None = None  # the first line since this was last forgotten

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        found = next(self._head, None) or next(self._rest)
        self.begins = self.begins or found[0]
        return found[1]


def _rows(
    reading: Reading, parser: Iterator[list[str]], source: _Lines
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with the line on which each begins."""
    while True:
        source.begins = None
        try:
            row = next(parser)
        except StopIteration:
            return
        except csv.Error as wrong:
            line = source.begins or 0
            reading.bad_row(line, _trouble(str(wrong)), say("Check the quotation marks there."))
            continue
        yield source.begins or 0, row


def _trouble(message: str) -> str:
    if "field larger" in message:
        return say(
            "has a cell of more than {most:,} characters, or an open quote.",
            most=csv.field_size_limit(),
        )
    if "unexpected end" in message:
        return say("opens a quotation mark that is never closed.")
    if "expected after" in message:
        return say("has text after a closing quotation mark.")
    return say("cannot be read as cells ({message}).", message=message)


def _sniff(head: list[str], delimiters: str) -> tuple[str, Quoting]:
    """Return the delimiter under which most lines have as many cells as the header, and quoting."""
    best: tuple[str, Quoting] = delimiters[0], csv.QUOTE_MINIMAL
    best_score = 0.0
    for delimiter in delimiters:
        quotings: tuple[Quoting, ...] = (csv.QUOTE_MINIMAL, csv.QUOTE_NONE)
        for quoting in quotings if delimiter == "\t" else quotings[:1]:
            counts = _counts(head, delimiter, quoting)
            if not counts or counts[0] < 2:
                continue
            score = sum(count == counts[0] for count in counts) / len(counts)
            if score > best_score:
                best, best_score = (delimiter, quoting), score
    return best


def _counts(head: list[str], delimiter: str, quoting: Quoting) -> list[int]:
    """Return how many cells each record has; 0 for one that cannot be parsed."""
    parser = csv.reader(head, delimiter=delimiter, quoting=quoting, strict=True)
    counts: list[int] = []
    while True:
        try:
            row = next(parser)
        except StopIteration:
            return counts
        except csv.Error:
            counts.append(0)
            continue
        if row:
            counts.append(len(row))
