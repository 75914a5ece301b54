"""The append-only log, from which undo and redo are read."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from optimizer.identity import UlidFactory
from optimizer.store.connection import Connection, Row
from optimizer.store.rows import LoggedEvent
from optimizer.store.values import from_json, to_json, utc_now

_COLUMNS = "id, kind, data, happened_at"


class Events:
    """Reads and writes the table `event`."""

    def __init__(self, connection: Connection, new_id: UlidFactory) -> None:
        self._connection = connection
        self._new_id = new_id

    def append_event(self, kind: str, data: Mapping[str, object]) -> str:
        """Add an entry to the log.

        Args:
            kind: What happened.
            data: Plain values; ids rather than texts.

        Returns:
            The entry's id.
        """
        event_id = self._new_id()
        self._connection.insert(
            "event",
            {
                "id": event_id,
                "kind": kind,
                "data": to_json(dict(data)),
                "happened_at": utc_now(),
            },
        )
        return event_id

    def events(self) -> tuple[LoggedEvent, ...]:
        """Return the whole log, oldest first."""
        return tuple(event for _, event in self.placed_events())

    def placed_events(self, but: Collection[str] = ()) -> list[tuple[int, LoggedEvent]]:
        """Return the log with the place of each entry, oldest first.

        Args:
            but: Kinds that are left out.
        """
        rows = self._connection.rows(
            f"SELECT rowid, {_COLUMNS} FROM event"
            " WHERE kind NOT IN (SELECT value FROM json_each(?)) ORDER BY rowid",
            to_json(list(but)),
        )
        return [(row[0], _read(row[1:])) for row in rows]

    def event_places(self, kind: str) -> list[int]:
        """Return the places of all entries of a kind, oldest first."""
        (places,) = self._connection.columns(
            "SELECT rowid FROM event WHERE kind = ? ORDER BY rowid", kind
        )
        return places

    def event_at(self, place: int) -> LoggedEvent:
        """Return the entry at a place.

        Raises:
            KeyError: There is none.
        """
        row = self._connection.row(f"SELECT {_COLUMNS} FROM event WHERE rowid = ?", place)
        if row is None:
            raise KeyError(place)
        return _read(row)

    def place_of_event(self, event_id: str) -> int | None:
        """Return the place of an entry, or None."""
        row = self._connection.row("SELECT rowid FROM event WHERE id = ?", event_id)
        return None if row is None else int(row[0])

    def last_event(self, kind: str) -> LoggedEvent | None:
        """Return the latest entry of a kind, or None."""
        row = self._connection.row(
            f"SELECT {_COLUMNS} FROM event WHERE kind = ? ORDER BY rowid DESC LIMIT 1", kind
        )
        return None if row is None else _read(row)


def _read(row: Row) -> LoggedEvent:
    return LoggedEvent(row[0], row[1], from_json(row[2]), row[3])
