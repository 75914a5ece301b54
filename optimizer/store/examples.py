"""The rows of the data set."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.records import Example, Split
from optimizer.store.connection import Connection, Row
from optimizer.store.values import from_json, to_json, utc_now

_COLUMNS = "id, data, reference, split"


class Examples:
    """Reads and writes the table `example`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_examples(self, examples: Sequence[Example]) -> int:
        """Add rows of the data set; the ones that are there already are passed over.

        Args:
            examples: In the order of the data file.

        Returns:
            How many were new.
        """
        known = {row[0] for row in self._connection.rows("SELECT id FROM example")}
        # A dictionary also drops what stands twice among the new ones.
        new = {example.id: example for example in examples if example.id not in known}
        if not new:
            return 0
        (task_id,) = self._connection.rows("SELECT id FROM task ORDER BY rowid")[0]
        now = utc_now()
        self._connection.insert_all(
            "example",
            [
                {
                    "id": example.id,
                    "task_id": task_id,
                    "data": to_json(dict(example.fields)),
                    "reference": example.reference,
                    "split": example.split.value,
                    "added_at": now,
                }
                for example in new.values()
            ],
        )
        return len(new)

    def examples(self, split: Split | None = None) -> tuple[Example, ...]:
        """Return the examples in the order of adding, all or those of one split."""
        if split is None:
            rows = self._connection.rows(f"SELECT {_COLUMNS} FROM example ORDER BY rowid")
        else:
            rows = self._connection.rows(
                f"SELECT {_COLUMNS} FROM example WHERE split = ? ORDER BY rowid", split.value
            )
        return tuple(read_example(row) for row in rows)

    def example(self, example_id: str) -> Example:
        """Return one example.

        Raises:
            KeyError: There is none with this id.
        """
        row = self._connection.row(f"SELECT {_COLUMNS} FROM example WHERE id = ?", example_id)
        if row is None:
            raise KeyError(example_id)
        return read_example(row)


def read_example(row: Row) -> Example:
    """Return the example of a row (id, data, reference, split)."""
    return Example(id=row[0], fields=from_json(row[1]), reference=row[2], split=Split(row[3]))
