"""Read the first sheet of an Excel workbook, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, zip_longest
from typing import Any

from optimizer.dataset.cells import cell_text
from optimizer.dataset.reading import Reading, Row, Rows
from optimizer.errors import DataFault
from optimizer.said import say

_LOOKED_AT = 20  # rows that tell whether a column is empty


def read_excel(reading: Reading) -> Rows:
    """Yield the rows of the first sheet that holds anything; formulas give their last results.

    Raises:
        DataFault: The file is no workbook, or its table is not as it must be.
    """
    import openpyxl

    try:
        # `with` would keep the archive open when the workbook's own parts cannot be read.
        with reading.path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            yield from _first_table(reading, book)
    except (DataFault, OSError):
        raise
    except Exception as wrong:
        # openpyxl says in many ways that the parts of the archive are not what they should be.
        raise reading.fault(
            say("is not an Excel workbook that can be read ({kind}).", kind=type(wrong).__name__),
            say("Save it again as .xlsx, or as CSV."),
        ) from wrong


def _first_table(reading: Reading, book: Any) -> Rows:
    for sheet in book.worksheets:
        # Some programs write a wrong size into the sheet, which would cut it.
        sheet.reset_dimensions()
        rows = ((number, _cells(row)) for number, row in enumerate(sheet.iter_rows(), start=1))
        header = next((found for found in rows if found[1]), None)
        if header is None:
            continue
        if len(book.worksheets) > 1:
            reading.warn(say("Only the sheet {title!r} is read.", title=sheet.title))
        columns = reading.name_columns(header[1])
        first = list(islice(rows, _LOOKED_AT))
        empty = [
            at
            for at in range(len(columns))
            if not any(len(row) > at and row[at] for _, row in first)
        ]
        if first and empty:
            _warn_of_formulas(reading, sheet.title, columns, empty, last=first[-1][0])
        yield from _rows(reading, columns, chain(first, rows))
        return
    raise reading.fault(say("is empty."), say("Choose a workbook with a header line and rows."))


def _warn_of_formulas(
    reading: Reading, title: str, columns: list[str], empty: list[int], last: int
) -> None:
    """Say which columns are empty only because their formulas were never computed."""
    import openpyxl

    with reading.path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True)
        rows = list(book[title].iter_rows(max_row=last))
    found = [
        columns[at]
        for at in empty
        if any(len(row) > at and row[at].data_type == "f" for row in rows)
    ]
    if found:
        reading.warn(
            say(
                "The formulas of {columns} have no results. Open the file in a spreadsheet "
                "program and save it there.",
                columns=", ".join(found),
            )
        )


def _rows(
    reading: Reading, columns: list[str], rows: Iterator[tuple[int, list[str]]]
) -> Iterator[Row]:
    for number, cells in rows:
        if len(cells) > len(columns):
            reading.bad_row(
                number,
                say("has a value in column {count}, which has no name.", count=len(cells)),
                say("Give the column a name, or empty the cell."),
            )
        elif any("\0" in cell for cell in cells):
            reading.bad_row(number, say("holds a NUL character."), say("Remove it."))
        elif cells:
            yield dict(zip_longest(columns, cells, fillvalue=""))


def _cells(row: tuple[Any, ...]) -> list[str]:
    """Return the texts of a row without the empty cells at its end."""
    cells = [_cell(cell.value) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(value: object) -> str:
    # Excel has no whole numbers: 3 may be stored as 3.0.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return cell_text(value)
