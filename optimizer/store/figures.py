"""Figures of prompts, such as their length or how they read."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.store.connection import Connection


class Figures:
    """Reads and writes the table `prompt_figure`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, dict[str, float]] = {}
        self._read = (0, 0)  # how many figures are known, and the place of the latest

    def put_figures(self, prompt_id: str, figures: Mapping[str, float]) -> None:
        """Store figures of a prompt; one of the same name is replaced."""
        with self._connection.atomic():
            for name, value in figures.items():
                self._connection.db.execute(
                    "INSERT OR REPLACE INTO prompt_figure (prompt_id, name, value)"
                    " VALUES (?, ?, ?)",
                    (prompt_id, name, value),
                )

    def figures(self) -> dict[str, dict[str, float]]:
        """Return the figures of every prompt, by prompt id and name; never changed in place."""
        ((count, last),) = self._connection.rows(
            "SELECT count(*), coalesce(max(rowid), 0) FROM prompt_figure"
        )
        if (count, last) != self._read:
            self._known = self._with(self._known, self._read[1])
            if sum(map(len, self._known.values())) != count:
                self._known = self._with({}, 0)  # some were taken away
            self._read = (count, last)
        return self._known

    def without_figures(self, most: int) -> list[str]:
        """Return the ids of up to so many prompts that have no figures."""
        rows = self._connection.rows(
            "SELECT id FROM prompt WHERE NOT EXISTS"
            " (SELECT 1 FROM prompt_figure WHERE prompt_id = prompt.id) LIMIT ?",
            most,
        )
        return [row[0] for row in rows]

    def _with(self, known: dict[str, dict[str, float]], after: int) -> dict[str, dict[str, float]]:
        found = dict(known)
        for prompt_id, name, value in self._connection.rows(
            "SELECT prompt_id, name, value FROM prompt_figure WHERE rowid > ? ORDER BY rowid", after
        ):
            found[prompt_id] = {**found.get(prompt_id, {}), name: value}
        return found
