"""Starting a project: the draft that a person fills in, and the file made of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from optimizer.breeding.naming import START_HANDLE
from optimizer.errors import DataFault
from optimizer.identity import UlidFactory
from optimizer.options import METHOD_SETTINGS, write_options
from optimizer.records import (
    CallRole,
    Candidate,
    Caps,
    ColumnRole,
    Example,
    ModelSpec,
    Options,
    Prompt,
    SettingValue,
    Split,
    Task,
)
from optimizer.said import mark, say
from optimizer.store import ProjectRow, Store, utc_now
from optimizer.template import used_columns


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """All that a new project starts with."""

    name: str
    task: Task
    examples: tuple[Example, ...]
    start: Prompt
    models: Mapping[CallRole, ModelSpec | None] = field(default_factory=dict)
    caps: Caps = field(default_factory=Caps)
    method: str = "auto"
    method_settings: Mapping[str, SettingValue] = field(default_factory=dict)
    seed: int | None = None
    options: Options = field(default_factory=Options)


def check_draft(draft: ProjectDraft) -> None:
    """Refuse a draft that could never show a pair.

    Raises:
        DataFault: Rows or instruction are missing, or a placeholder has no column.
    """
    start = draft.start
    # A text such as "{{question}}\n\nAnswer:" has all its words in the layout.
    if not any(text.strip() for text in (start.instruction, start.system, start.layout.cue)):
        raise DataFault(
            say("The start prompt is empty."), say("Write the prompt that you use today.")
        )
    tuning = [example for example in draft.examples if example.split is Split.TUNING]
    if not tuning:
        raise DataFault(
            say("No row of the data is left for tuning."),
            say("Add rows, or hold fewer of them out."),
        )
    known = {column.name for column in draft.task.columns if column.role is ColumnRole.INPUT}
    missing = [name for name in used_columns(draft.start) if name not in known]
    if missing:
        names = ", ".join(f"{{{{{name}}}}}" for name in missing)
        raise DataFault(
            say(
                "The start prompt uses {names}, but the data has no such input column.", names=names
            ),
            say("Use one of these: {names}.", names=", ".join(sorted(known))),
        )


def create_project(path: Path, draft: ProjectDraft) -> Store:
    """Make a project file and open it.

    Args:
        path: Where; an existing file is never overwritten.
        draft: What it starts with.

    Raises:
        DataFault: The draft could never show a pair.
        ProjectFault: The file exists or cannot be made.
    """
    check_draft(draft)
    row = ProjectRow(
        id=UlidFactory()(),
        name=draft.name,
        seed=secrets.randbits(31) if draft.seed is None else draft.seed,
        models={CallRole.ANSWER: ModelSpec(), **draft.models},
        caps=draft.caps,
        method=draft.method,
        settings={**write_options(draft.options), METHOD_SETTINGS: dict(draft.method_settings)},
        start_prompt=draft.start.id,
        created_at=utc_now(),
    )
    store = Store.create(path, row, draft.task)
    with store.atomic():
        store.add_examples(draft.examples)
        store.add_candidate(
            Candidate(
                prompt=draft.start,
                handle=START_HANDLE,
                reason=mark("the prompt you started with"),
                start=True,
                added_at=utc_now(),
            )
        )
    return store
