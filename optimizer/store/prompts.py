"""The candidates: prompts with their handles, lineage and place in the pool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optimizer.identity import canonical_json
from optimizer.records import (
    Candidate,
    Demonstration,
    DemonstrationStyle,
    FieldStyle,
    InputField,
    InstructionPosition,
    InstructionRole,
    Layout,
    Parameters,
    Prompt,
)
from optimizer.store.connection import Connection
from optimizer.store.values import from_json, to_json, utc_now


class Prompts:
    """Reads and writes the tables `prompt` and `prompt_parent`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_candidate(self, candidate: Candidate) -> bool:
        """Add a candidate to the pool; its parents must be in it.

        Args:
            candidate: Its `start` flag is not stored: the project's start prompt decides it.

        Returns:
            False when its prompt was in the pool already; nothing is changed then.
        """
        if self._connection.has("prompt", candidate.id):
            return False
        with self._connection.atomic():
            (task_id,) = self._connection.rows("SELECT id FROM task ORDER BY rowid")[0]
            self._connection.insert(
                "prompt",
                {
                    "id": candidate.id,
                    "task_id": task_id,
                    "content": _content(candidate.prompt),
                    "handle": candidate.handle,
                    "label": candidate.label,
                    "proposer": candidate.proposer,
                    "reason": candidate.reason,
                    "hypothesis": candidate.hypothesis,
                    "archived": int(candidate.archived),
                    "pinned": int(candidate.pinned),
                    "added_at": candidate.added_at or utc_now(),
                },
            )
            for ordinal, parent in enumerate(candidate.parents):
                self._connection.insert(
                    "prompt_parent",
                    {"prompt_id": candidate.id, "ordinal": ordinal, "parent_id": parent},
                )
        return True

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the whole pool, archived prompts too, in the order of adding."""
        parents: dict[str, list[str]] = {}
        for prompt_id, parent_id in self._connection.rows(
            "SELECT prompt_id, parent_id FROM prompt_parent ORDER BY prompt_id, ordinal"
        ):
            parents.setdefault(prompt_id, []).append(parent_id)
        rows = self._connection.rows(
            "SELECT prompt.id, content, handle, label, proposer, reason, hypothesis, archived,"
            " pinned, prompt.id = project.start_prompt_id, added_at"
            " FROM prompt, project ORDER BY prompt.rowid"
        )
        read = PromptReader().read
        return tuple(
            Candidate(
                prompt=read(from_json(content)).known_as(prompt_id),
                handle=handle,
                label=label,
                parents=tuple(parents.get(prompt_id, ())),
                proposer=proposer,
                reason=reason,
                hypothesis=hypothesis,
                archived=bool(archived),
                pinned=bool(pinned),
                start=bool(start),
                added_at=added_at,
            )
            for (
                prompt_id,
                content,
                handle,
                label,
                proposer,
                reason,
                hypothesis,
                archived,
                pinned,
                start,
                added_at,
            ) in rows
        )

    def set_archived(self, prompt_id: str, archived: bool) -> None:
        """Take a prompt out of play or back into it; its votes stay."""
        self._connection.update("prompt", prompt_id, {"archived": int(archived)})

    def set_pinned(self, prompt_id: str, pinned: bool) -> None:
        """Keep a prompt in play whatever its standing, or no longer."""
        self._connection.update("prompt", prompt_id, {"pinned": int(pinned)})


def _content(prompt: Prompt) -> str:
    # Sorted like the text that the id is the hash of, so that others can check it.
    return to_json(from_json(canonical_json(prompt.canonical())))


class PromptReader:
    """Turns canonical values into prompts; prompts of one layout share it."""

    def __init__(self) -> None:
        self._layouts: dict[str, Layout] = {}
        self._fields: dict[str, tuple[InputField, ...]] = {}

    def read(self, data: Mapping[str, Any]) -> Prompt:
        """Return the prompt of a canonical value.

        Args:
            data: What `Prompt.canonical` gave, after a way through JSON.
        """
        layout, fields = str(data["layout"]), str(data["fields"])
        if layout not in self._layouts:
            self._layouts[layout] = _read_layout(data["layout"])
        if fields not in self._fields:
            self._fields[fields] = tuple(InputField(**field) for field in data["fields"])
        return Prompt(
            instruction=data["instruction"],
            system=data["system"],
            fields=self._fields[fields],
            demonstrations=tuple(
                Demonstration(
                    fields=tuple((name, value) for name, value in demonstration["fields"]),
                    answer=demonstration["answer"],
                )
                for demonstration in data["demonstrations"]
            ),
            layout=self._layouts[layout],
            parameters=Parameters(**data["parameters"]),
            labels=tuple((label, wording) for label, wording in data["labels"]),
        )


def _read_layout(layout: Mapping[str, Any]) -> Layout:
    return Layout(
        **{
            **layout,
            "instruction_role": InstructionRole(layout["instruction_role"]),
            "instruction_position": InstructionPosition(layout["instruction_position"]),
            "field_style": FieldStyle(layout["field_style"]),
            "demonstrations": DemonstrationStyle(layout["demonstrations"]),
            "choices": tuple(layout.get("choices", ())),
            "choice_weights": tuple(layout.get("choice_weights", ())),
        }
    )
