"""Look into a data file, or load a sample of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from optimizer.dataset.delimited import read_csv, read_tsv
from optimizer.dataset.excel import read_excel
from optimizer.dataset.formats import Format, detect
from optimizer.dataset.objects import read_json, read_jsonl
from optimizer.dataset.parquet import read_parquet
from optimizer.dataset.reading import Reader, Reading, Row
from optimizer.dataset.sampling import Reservoir
from optimizer.dataset.texts import NEXT_GUESS
from optimizer.errors import DataFault
from optimizer.said import say

PREVIEW_ROWS = 100
_LOOKED_AT = 1_000  # rows that are read, and so checked, for a preview
_TOLD_EVERY = 500  # rows between two looks at progress and cancel
_READERS: dict[Format, Reader] = {
    Format.CSV: read_csv,
    Format.TSV: read_tsv,
    Format.JSON: read_json,
    Format.JSONL: read_jsonl,
    Format.PARQUET: read_parquet,
    Format.EXCEL: read_excel,
}

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class TableInfo:
    """What a look into a data file shows; `rows` is None when they were not counted.

    `encoding` is empty for formats that are not text.
    """

    path: Path
    format: Format
    columns: tuple[str, ...]
    rows: int | None
    preview: tuple[dict[str, str], ...]
    warnings: tuple[str, ...]
    encoding: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a data file, every value as text.

    `total_rows` counts the usable rows of the file, `skipped` those that were passed over.
    """

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    total_rows: int
    skipped: int
    warnings: tuple[str, ...] = ()


def inspect(path: str | Path, *, skip_bad_rows: bool = False) -> TableInfo:
    """Look at the beginning of a data file; the rest is not read.

    Args:
        path: The file.
        skip_bad_rows: Whether to pass over rows that cannot be read.

    Raises:
        DataFault: The file is no table that can be read, as far as it was looked at.
    """
    path = Path(path)

    def look(reading: Reading, rows: Iterator[Row]) -> TableInfo:
        seen = list(islice(rows, _LOOKED_AT))
        ended = len(seen) < _LOOKED_AT or next(rows, None) is None
        _demand_rows(reading, len(seen))
        columns = tuple(reading.columns)
        return TableInfo(
            path=path,
            format=kind,
            columns=columns,
            rows=len(seen) if ended else reading.total,
            preview=tuple(_filled(row, columns) for row in seen[:PREVIEW_ROWS]),
            warnings=tuple(reading.warnings),
            encoding=reading.encoding,
        )

    with _world_faults(path):
        kind = _detect(path)
        return _read(path, kind, skip_bad_rows, look)


def load(
    path: str | Path,
    *,
    limit: int,
    seed: int,
    skip_bad_rows: bool = False,
    progress: Callable[[float | None, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Table:
    """Read a whole data file and keep a fair sample of its rows, in the order of the file.

    Memory is bounded by the sample, whatever the file's size.

    Args:
        path: The file.
        limit: How many rows to keep at most.
        seed: What the choice of rows depends on, beside the file.
        skip_bad_rows: Whether to pass over rows that cannot be read; nested values are then kept
            as JSON text.
        progress: Called now and then with the share read, from 0 to 1 or None, and the rows so far.
        cancelled: Asked now and then; True ends the reading.

    Raises:
        DataFault: The file is no table that can be read, or the reading was cancelled.
    """
    path = Path(path)

    def sample(reading: Reading, rows: Iterator[Row]) -> Table:
        reservoir = Reservoir(limit, seed)
        for row in rows:
            reservoir.offer(row)
            if reservoir.seen % _TOLD_EVERY == 0:
                if cancelled and cancelled():
                    raise DataFault(say("Reading was stopped."), say("Nothing was changed."))
                if progress:
                    progress(reading.share_read(), reservoir.seen)
        _demand_rows(reading, reservoir.seen)
        if progress:
            progress(1.0, reservoir.seen)
        columns = tuple(reading.columns)
        kept = tuple(_filled(row, columns) for row in reservoir.items())
        return Table(columns, kept, reservoir.seen, reading.skipped, tuple(reading.warnings))

    with _world_faults(path):
        return _read(path, _detect(path), skip_bad_rows, sample)


def _read(
    path: Path,
    kind: Format,
    skip_bad_rows: bool,
    use: Callable[[Reading, Iterator[Row]], Result],
) -> Result:
    """Use the rows of a file; again from the start when the guess at its encoding was wrong."""
    encoding = ""
    while True:
        reading = Reading(path, skip_bad_rows, encoding)
        try:
            with closing(_READERS[kind](reading)) as rows:
                return use(reading, rows)
        except UnicodeError:
            encoding = NEXT_GUESS[reading.encoding]


def _demand_rows(reading: Reading, count: int) -> None:
    if reading.encoding in NEXT_GUESS.values():
        reading.warn(
            say(
                "The file is not UTF-8 and is read as Western European. If letters look wrong, "
                "save it as UTF-8."
            )
        )
    if not count:
        said = say("has no rows.")
        if reading.skipped:
            said = say("has no rows that can be used. {first_bad}", first_bad=reading.first_bad)
        raise reading.fault(said, say("Choose a file with at least one row of data."))


def _filled(row: Row, columns: tuple[str, ...]) -> Row:
    return {name: row.get(name, "") for name in columns}


def _detect(path: Path) -> Format:
    if "\0" in str(path):
        raise DataFault(say("That is not the name of a file."), say("Choose a data file."))
    if path.is_dir():
        raise DataFault(say("{name} is a folder.", name=path.name), say("Choose a file in it."))
    if path.exists() and not path.is_file():
        raise DataFault(
            say("{name} is not an ordinary file.", name=path.name), say("Choose a data file.")
        )
    return detect(path)


@contextmanager
def _world_faults(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as wrong:
        raise DataFault(
            say("There is no file {path}.", path=path),
            say("It may have been moved or renamed; choose it again."),
        ) from wrong
    except PermissionError as wrong:
        raise DataFault(
            say("You may not read {name}.", name=path.name),
            say("Change its permissions, or copy it elsewhere."),
        ) from wrong
    except OSError as wrong:
        raise DataFault(
            say("{name} cannot be read: {reason}.", name=path.name, reason=wrong.strerror or wrong),
            say("Check the disk or the network share it is on."),
        ) from wrong
