"""Which format a data file has: by its content first, by its name where that leaves a choice."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

from optimizer.dataset.texts import guess_encoding
from optimizer.errors import DataFault
from optimizer.said import say


class Format(StrEnum):
    """The formats that can be read."""

    CSV = "CSV"
    TSV = "TSV"
    JSON = "JSON"
    JSONL = "JSONL"
    PARQUET = "Parquet"
    EXCEL = "Excel"


EXTENSIONS = {
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
    ".tab": Format.TSV,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".parquet": Format.PARQUET,
    ".xlsx": Format.EXCEL,
    ".xlsm": Format.EXCEL,
}
_SNIFFED = 65_536
_CONVERT = say("Save it as CSV, TSV, JSON, JSONL, Parquet or Excel (.xlsx) and open that file.")
# What the first bytes of files say that people mistake for tables.
_STRANGERS = {
    b"%PDF": say("a PDF document"),
    b"\xd0\xcf\x11\xe0": say("an old Office document (such as .xls)"),
    b"\x1f\x8b": say("a compressed file (gzip)"),
    b"7z\xbc\xaf": say("a compressed file (7z)"),
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3\x00": say("a SQLite database"),
    b"{\\rtf": say("a text document (RTF)"),
    b"\x7fELF": "a program",
    b"ORC": say("an ORC file"),
    b"ARROW1": say("an Arrow file"),
}


def detect(path: Path) -> Format:
    """Return the format of a file.

    Args:
        path: An existing file that may be read.

    Raises:
        DataFault: The file is empty, or is no table of a kind that can be read.
    """
    with path.open("rb") as file:
        head = file.read(_SNIFFED)
    if not head:
        raise DataFault(
            say("{name} is empty.", name=path.name),
            say("Choose a file with a header line and rows."),
        )
    named = EXTENSIONS.get(path.suffix.lower())
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if head.startswith(b"PK\x03\x04"):
        return Format.EXCEL
    for magic, kind in _STRANGERS.items():
        if head.startswith(magic):
            raise DataFault(
                say("{name} is {kind}, not a table.", name=path.name, kind=kind), _CONVERT
            )
    if named in (Format.PARQUET, Format.EXCEL):
        raise DataFault(
            say(
                "{name} is not in {named} format, whatever its name says.",
                name=path.name,
                named=named,
            ),
            _CONVERT,
        )
    return _text_format(head, named)


def _text_format(head: bytes, named: Format | None) -> Format:
    text = head.decode(guess_encoding(head), "replace").lstrip("\ufeff \t\r\n")
    if named in (Format.CSV, Format.TSV):
        return named
    if text.startswith("["):
        return Format.JSON
    if text.startswith("{"):
        if named is Format.JSON and not _one_object_a_line(text):
            return Format.JSON
        return Format.JSONL
    return named or Format.CSV


def _one_object_a_line(text: str) -> bool:
    first, _, rest = text.partition("\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return bool(rest.strip())
