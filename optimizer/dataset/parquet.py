"""Read Parquet, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.dataset.cells import cell_text
from optimizer.dataset.reading import Reading, Row, Rows
from optimizer.errors import RowFault
from optimizer.said import say

_BATCH = 1_000


def read_parquet(reading: Reading) -> Rows:
    """Yield the rows of a Parquet file.

    Raises:
        DataFault: The file is damaged, or a column holds nested values.
    """
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(reading.path) as file:
            columns = reading.name_columns(list(file.schema_arrow.names))
            for name, kind in zip(columns, file.schema_arrow.types, strict=True):
                if pyarrow.types.is_nested(kind):
                    _nested(reading, name)
            total = file.metadata.num_rows
            reading.total = total
            yield from _rows(reading, file.iter_batches(batch_size=_BATCH), columns, total)
    except (pyarrow.ArrowException, ValueError, NotImplementedError) as wrong:
        first_line = str(wrong).split("\n", 1)[0]
        raise reading.fault(
            say("is not a Parquet file that can be read: {first_line}", first_line=first_line),
            say("Write it again, or save the table as CSV."),
        ) from wrong


def _rows(
    reading: Reading, batches: Iterator[object], columns: list[str], total: int
) -> Iterator[Row]:
    done = 0
    reading.share_read = lambda: done / max(1, total)
    for batch in batches:
        cells = [column.to_pylist() for column in batch.columns]  # type: ignore[attr-defined]
        for values in zip(*cells, strict=True):
            done += 1
            row = dict(zip(columns, map(cell_text, values), strict=True))
            if any("\0" in text for text in row.values()):
                reading.bad_row(done, say("holds a NUL character."), say("Remove it."))
            elif any(row.values()):
                yield row


def _nested(reading: Reading, name: str) -> None:
    if not reading.skip_bad_rows:
        raise RowFault(
            say(
                "The column {name!r} of {which} holds nested values (from line 1 on).",
                name=name,
                which=reading.path.name,
            ),
            say(
                "Write each value as plain text or number. Or read the file without its bad "
                "rows: nested values are then taken as JSON text."
            ),
        )
    reading.warn(say("Nested values are taken as JSON text."))
