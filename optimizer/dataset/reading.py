"""One reading of a data file: its columns, what was passed over, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path

from optimizer.dataset.columns import clean_names
from optimizer.errors import DataFault, RowFault
from optimizer.said import say

Row = dict[str, str]


@dataclass(slots=True)
class Reading:
    """The running account of one pass over a file.

    A reader fills `columns` and yields rows; `share_read` tells from 0 to 1 how far it is, or None.
    """

    path: Path
    skip_bad_rows: bool = False
    encoding: str = ""
    columns: dict[str, None] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    skipped: int = 0
    first_bad: str = ""
    total: int | None = None
    share_read: Callable[[], float | None] = lambda: None

    def bad_row(self, line: int, message: str, remedy: str) -> None:
        """Pass a row over if that was asked for.

        Args:
            line: Where the row begins, counted from 1.
            message: What is wrong with it, to follow `Line 7`.
            remedy: What can be done about it.

        Raises:
            RowFault: Bad rows are not to be passed over.
        """
        said = say(
            "Line {line} of {name} {message}", line=line, name=self.path.name, message=message
        )
        if not self.skip_bad_rows:
            raise RowFault(
                said, say("{remedy} Or read the file without its bad rows.", remedy=remedy)
            )
        if not self.skipped:
            self.first_bad = said
            self.warn(say("{said} It was left out, as is every such row.", said=said))
        self.skipped += 1

    def warn(self, text: str) -> None:
        """Add a warning, once."""
        if text not in self.warnings:
            self.warnings.append(text)

    def name_columns(self, names: list[str]) -> list[str]:
        """Take the names of a header line and return them cleaned.

        Raises:
            DataFault: A name is empty or comes twice.
        """
        cleaned = clean_names(names, self.path.name, self.warn)
        self.columns = dict.fromkeys(cleaned)
        return cleaned

    def fault(self, message: str, remedy: str) -> DataFault:
        """Return a fault of the whole file; `message` follows the file's name."""
        return DataFault(say("{name} {message}", name=self.path.name, message=message), remedy)


Rows = Generator[Row, None, None]
Reader = Callable[[Reading], Rows]
