"""The append-only log, from which undo and redo are read."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.identity import UlidFactory
from optimizer.store.connection import Connection
from optimizer.store.rows import LoggedEvent
from optimizer.store.values import from_json, to_json, utc_now


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
        rows = self._connection.rows("SELECT id, kind, data, happened_at FROM event ORDER BY rowid")
        return tuple(LoggedEvent(row[0], row[1], from_json(row[2]), row[3]) for row in rows)
