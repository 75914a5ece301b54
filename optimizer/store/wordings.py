"""The wordings that the person changed in this project, every version of them."""

from __future__ import annotations

from optimizer.store.connection import Connection
from optimizer.store.values import utc_now
from optimizer.views import WordingVersion


class Wordings:
    """Reads and writes the table `wording`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_wording(self, name: str, wording_hash: str, body: str) -> None:
        """Use another text of a wording from now on; earlier ones are kept.

        Args:
            name: The wording's name.
            wording_hash: The hash of what is sent, as proposals name it.
            body: The whole file as the person wrote it.
        """
        with self._connection.atomic():
            self.reset_wording(name)
            self._connection.db.execute(
                "INSERT INTO wording (hash, name, body, changed_at, current) VALUES (?, ?, ?, ?, 1)"
                " ON CONFLICT (hash) DO UPDATE SET current = 1, body = excluded.body,"
                " changed_at = excluded.changed_at",
                (wording_hash, name, body, utc_now()),
            )

    def reset_wording(self, name: str) -> None:
        """Go back to the program's own text of a wording."""
        with self._connection.atomic():
            self._connection.db.execute("UPDATE wording SET current = 0 WHERE name = ?", (name,))

    def wordings(self) -> dict[str, str]:
        """Return the text of every wording that is changed now, by name."""
        rows = self._connection.rows("SELECT name, body FROM wording WHERE current ORDER BY name")
        return {row[0]: row[1] for row in rows}

    def wording_versions(self) -> dict[str, WordingVersion]:
        """Return which wording each version is of, and since when, by the hash of the version."""
        rows = self._connection.rows("SELECT hash, name, changed_at FROM wording")
        return {row[0]: WordingVersion(row[1], row[2]) for row in rows}

    def wording_bodies(self) -> dict[str, str]:
        """Return the text of every version there ever was, by its hash."""
        return {row[0]: row[1] for row in self._connection.rows("SELECT hash, body FROM wording")}
