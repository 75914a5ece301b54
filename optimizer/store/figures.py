"""Figures of prompts, such as their length or how they read."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.store.connection import Connection


class Figures:
    """Reads and writes the table `prompt_figure`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

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
        """Return the figures of every prompt, by prompt id and name."""
        found: dict[str, dict[str, float]] = {}
        for prompt_id, name, value in self._connection.rows(
            "SELECT prompt_id, name, value FROM prompt_figure ORDER BY rowid"
        ):
            found.setdefault(prompt_id, {})[name] = value
        return found
