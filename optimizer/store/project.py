"""The project and its task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from optimizer import schema
from optimizer.records import (
    AnswerKind,
    CallRole,
    Caps,
    Column,
    ColumnRole,
    ModelSpec,
    Task,
)
from optimizer.store.connection import Connection
from optimizer.store.rows import ProjectRow
from optimizer.store.values import from_json, to_json, utc_now


class Projects:
    """Reads and writes the one row of `project` and of `task`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def project(self) -> ProjectRow:
        """Return the project."""
        row = self._connection.row(
            "SELECT id, name, seed, models, cap_votes, cap_calls, cap_tokens, cap_cost_usd,"
            " method, settings, start_prompt_id, created_at FROM project"
        )
        if row is None:
            raise LookupError("the file has no project row")
        return ProjectRow(
            id=row[0],
            name=row[1],
            seed=row[2],
            models=_read_models(from_json(row[3])),
            caps=Caps(*row[4:8]),
            method=row[8],
            settings=from_json(row[9]),
            start_prompt=row[10],
            created_at=row[11],
            schema_version=len(schema.applied(self._connection.db)),
        )

    def add_project(self, project: ProjectRow) -> None:
        """Write the project row of a new file."""
        self._connection.insert("project", _project_columns(project))

    def update_project(self, **changes: Any) -> ProjectRow:
        """Change the project.

        Args:
            changes: New values of fields of `ProjectRow`.

        Returns:
            The project as it is now.
        """
        changed = replace(self.project(), **changes)
        self._connection.update("project", changed.id, _project_columns(changed))
        return changed

    def task(self) -> Task:
        """Return the task."""
        row = self._connection.row(
            "SELECT id, name, description, criteria, columns, answer_kind, labels, locks"
            " FROM task ORDER BY rowid"
        )
        if row is None:
            raise LookupError("the file has no task row")
        return Task(
            id=row[0],
            name=row[1],
            description=row[2],
            criteria=row[3],
            columns=tuple(
                Column(column["name"], ColumnRole(column["role"])) for column in from_json(row[4])
            ),
            answer_kind=AnswerKind(row[5]),
            labels=tuple(from_json(row[6])),
            locks=tuple(from_json(row[7])),
        )

    def set_task(self, task: Task) -> None:
        """Write the task, in place of the one with its id."""
        self._connection.upsert(
            "task",
            {
                "id": task.id,
                "name": task.name,
                "description": task.description,
                "criteria": task.criteria,
                "columns": to_json([asdict(column) for column in task.columns]),
                "answer_kind": task.answer_kind.value,
                "labels": to_json(task.labels),
                "locks": to_json(task.locks),
            },
        )


def _project_columns(project: ProjectRow) -> dict[str, object]:
    return {
        "id": project.id,
        "name": project.name,
        "seed": project.seed,
        "models": to_json(
            {
                role.value: asdict(spec) if spec is not None else None
                for role, spec in project.models.items()
            }
        ),
        "cap_votes": project.caps.votes,
        "cap_calls": project.caps.calls,
        "cap_tokens": project.caps.tokens,
        "cap_cost_usd": project.caps.cost_usd,
        "method": project.method,
        "settings": to_json(dict(project.settings)),
        "start_prompt_id": project.start_prompt,
        "created_at": project.created_at or utc_now(),
    }


def _read_models(data: Mapping[str, Any]) -> dict[CallRole, ModelSpec | None]:
    return {
        CallRole(role): None if spec is None else ModelSpec(**spec) for role, spec in data.items()
    }
