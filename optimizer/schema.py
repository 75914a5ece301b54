"""The tables of a project file and the migrations that make them.

A migration is never edited after a release: a change of the tables is a new function below the
last one, and a file of the version before it goes to `tests/assets/`.
"""

from __future__ import annotations

import importlib.abc
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec


class _Absent(importlib.abc.MetaPathFinder):
    """Lets a package look uninstalled to one thread."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._thread = threading.get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == self._package and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(f"{fullname} is not wanted here", name=fullname)
        return None


@contextmanager
def _without(package: str) -> Iterator[None]:
    absent = _Absent(package)
    sys.meta_path.insert(0, absent)
    try:
        yield
    finally:
        sys.meta_path.remove(absent)


# sqlite-utils imports pandas when it is installed, only to know the column type of a Timestamp.
# No Timestamp ever reaches the store, and the import costs half a second of every start.
with _without("pandas"):
    from sqlite_utils import Database, Migrations

__all__ = ["Database", "applied", "known", "migrations", "upgrade"]

# Table definitions, in the order in which they refer to each other. Times are UTC, ISO 8601.
_PROJECT = """
CREATE TABLE project (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    seed INTEGER NOT NULL,
    models TEXT NOT NULL,           -- JSON: role -> model without its key, or null
    cap_votes INTEGER,
    cap_calls INTEGER,
    cap_tokens INTEGER,
    cap_cost_usd REAL,
    method TEXT NOT NULL,
    settings TEXT NOT NULL,         -- JSON
    start_prompt_id TEXT NOT NULL,  -- empty until the prompt is chosen
    created_at TEXT NOT NULL
);
CREATE TABLE task (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    criteria TEXT NOT NULL,
    columns TEXT NOT NULL,          -- JSON: [{name, role}]
    answer_kind TEXT NOT NULL,
    labels TEXT NOT NULL,           -- JSON: [text]
    locks TEXT NOT NULL             -- JSON: [text every prompt must contain]
);
CREATE TABLE example (
    id TEXT PRIMARY KEY,
    task_id TEXT NOT NULL REFERENCES task(id),
    data TEXT NOT NULL,             -- JSON: column -> value
    reference TEXT,
    split TEXT NOT NULL,
    added_at TEXT NOT NULL
);
CREATE TABLE text (
    hash TEXT PRIMARY KEY,
    body TEXT NOT NULL
);
"""

_PROMPTS = """
CREATE TABLE prompt (
    id TEXT PRIMARY KEY,
    task_id TEXT NOT NULL REFERENCES task(id),
    content TEXT NOT NULL,          -- canonical JSON; its hash is the id
    handle TEXT NOT NULL,
    label TEXT NOT NULL,
    proposer TEXT NOT NULL,         -- empty for the person's own
    reason TEXT NOT NULL,
    hypothesis TEXT NOT NULL,
    archived INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL DEFAULT 0,
    added_at TEXT NOT NULL
);
CREATE TABLE prompt_parent (
    prompt_id TEXT NOT NULL REFERENCES prompt(id),
    ordinal INTEGER NOT NULL,
    parent_id TEXT NOT NULL REFERENCES prompt(id),
    PRIMARY KEY (prompt_id, ordinal)
);
CREATE TABLE run (
    id TEXT PRIMARY KEY,
    method TEXT NOT NULL,
    settings TEXT NOT NULL,         -- JSON
    seed INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    stopped_at TEXT,
    stop_reason TEXT NOT NULL DEFAULT ''
);
CREATE TABLE proposal (
    id TEXT PRIMARY KEY,
    run_id TEXT REFERENCES run(id),
    step INTEGER NOT NULL,
    proposer TEXT NOT NULL,
    parents TEXT NOT NULL,          -- JSON: [prompt id]
    label TEXT NOT NULL,
    reason TEXT NOT NULL,
    hypothesis TEXT NOT NULL,
    edit TEXT NOT NULL,             -- JSON: what was done
    wording_hash TEXT NOT NULL,
    evidence TEXT NOT NULL,         -- JSON: [duel id]
    refused_by TEXT,                -- the gate, or null when it passed
    refusal_reason TEXT,
    prompt_id TEXT REFERENCES prompt(id),
    made_at TEXT NOT NULL
);
"""

_CALLS = """
CREATE TABLE call (
    id TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    model TEXT NOT NULL,
    parameters TEXT,                -- JSON
    request_hash TEXT NOT NULL,
    run_id TEXT REFERENCES run(id),
    tokens_in INTEGER NOT NULL,
    tokens_out INTEGER NOT NULL,
    cost_usd REAL,                  -- null: the price is unknown
    latency_ms INTEGER NOT NULL,
    finish TEXT NOT NULL,
    error TEXT,                     -- null: the call succeeded
    text_hash TEXT REFERENCES text(hash),
    made_at TEXT NOT NULL
);
CREATE INDEX call_request ON call(request_hash) WHERE error IS NULL;
CREATE INDEX call_run ON call(run_id);
CREATE TABLE output (
    id TEXT PRIMARY KEY,
    prompt_id TEXT NOT NULL REFERENCES prompt(id),
    example_id TEXT NOT NULL REFERENCES example(id),
    setting_id TEXT NOT NULL,
    sample INTEGER NOT NULL,
    call_id TEXT REFERENCES call(id),
    text_hash TEXT NOT NULL REFERENCES text(hash),
    finish TEXT NOT NULL,
    made_at TEXT NOT NULL,
    UNIQUE (prompt_id, example_id, setting_id, sample)
);
CREATE INDEX output_setting ON output(setting_id);
CREATE TABLE score (
    output_id TEXT NOT NULL REFERENCES output(id),
    metric TEXT NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (output_id, metric)
);
CREATE INDEX score_metric ON score(metric);
"""

_VOTES = """
CREATE TABLE rater (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL
);
CREATE TABLE duel (
    id TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    picker TEXT NOT NULL,
    seed INTEGER,
    setting_id TEXT NOT NULL,
    shown_at TEXT
);
CREATE INDEX duel_shown ON duel(shown_at);
CREATE TABLE duel_item (
    duel_id TEXT NOT NULL REFERENCES duel(id),
    ordinal INTEGER NOT NULL,
    example_id TEXT NOT NULL REFERENCES example(id),
    left_output_id TEXT NOT NULL REFERENCES output(id),
    right_output_id TEXT NOT NULL REFERENCES output(id),
    PRIMARY KEY (duel_id, ordinal)
);
CREATE TABLE vote (
    id TEXT PRIMARY KEY,
    duel_id TEXT NOT NULL REFERENCES duel(id),
    rater_id TEXT NOT NULL REFERENCES rater(id),
    verdict TEXT NOT NULL,
    strength TEXT NOT NULL,
    tags TEXT NOT NULL,             -- JSON: [text]
    reason TEXT NOT NULL,
    took_ms INTEGER,
    cast_at TEXT NOT NULL,
    voided INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX vote_counting ON vote(duel_id, rater_id) WHERE voided = 0;
CREATE TABLE vote_span (
    vote_id TEXT NOT NULL REFERENCES vote(id),
    ordinal INTEGER NOT NULL,
    output_id TEXT NOT NULL REFERENCES output(id),
    start_codepoint INTEGER NOT NULL,
    end_codepoint INTEGER NOT NULL,
    good INTEGER NOT NULL,
    PRIMARY KEY (vote_id, ordinal)
);
CREATE TABLE event (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,             -- JSON
    happened_at TEXT NOT NULL
);
"""

_BUNDLES = """
CREATE TABLE bundle (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    made_at TEXT NOT NULL
);
CREATE TABLE bundle_prompt (
    bundle_id TEXT NOT NULL REFERENCES bundle(id),
    key TEXT NOT NULL,              -- a task or a cluster of inputs
    prompt_id TEXT NOT NULL REFERENCES prompt(id),
    PRIMARY KEY (bundle_id, key)
);
"""

# A run that is closed or paused can be taken up again; a finished one cannot.
_RUNS = """
UPDATE run SET settings = json_object('options', json(settings));
ALTER TABLE run ADD COLUMN finished INTEGER NOT NULL DEFAULT 0;
ALTER TABLE proposal ADD COLUMN calls REAL NOT NULL DEFAULT 0;  -- of the writer, shared evenly
ALTER TABLE proposal ADD COLUMN cost_usd REAL DEFAULT 0;        -- null: the price is unknown
CREATE TABLE prompt_figure (
    prompt_id TEXT NOT NULL REFERENCES prompt(id),
    name TEXT NOT NULL,             -- words, length_ratio, readability ...
    value REAL NOT NULL,
    PRIMARY KEY (prompt_id, name)
);
CREATE TABLE wording (
    hash TEXT PRIMARY KEY,          -- of what is sent; proposals name it
    name TEXT NOT NULL,
    body TEXT NOT NULL,             -- the whole file, as the person wrote it
    changed_at TEXT NOT NULL,
    current INTEGER NOT NULL        -- 0: an earlier version, kept for the prompts it made
);
"""

# A call that was only booked ahead is dropped again; without it that looks through all outputs.
_OUTPUTS_BY_CALL = "CREATE INDEX output_call ON output(call_id);"

migrations = Migrations("pairtune")


@migrations()
def m001_first_tables(db: Database) -> None:
    """Make every table of the first version."""
    for tables in (_PROJECT, _PROMPTS, _CALLS, _VOTES, _BUNDLES):
        db.executescript(tables)


@migrations()
def m002_runs_figures_wordings(db: Database) -> None:
    """Let runs be taken up again; keep what proposals cost, prompts' figures, own wordings."""
    db.executescript(_RUNS)


@migrations()
def m003_outputs_by_call(db: Database) -> None:
    """Let the outputs of a call be found at once, as dropping a call requires."""
    db.executescript(_OUTPUTS_BY_CALL)


def applied(db: Database) -> tuple[str, ...]:
    """Return the names of the migrations that made this file, oldest first.

    Args:
        db: An open database, of any origin.

    Returns:
        The names; empty when the file is no project of ours.
    """
    return tuple(migration.name for migration in migrations.applied(db))


def known() -> tuple[str, ...]:
    """Return the names of all migrations of this version of the program, oldest first."""
    # An empty database has all of them pending, and asking writes nothing.
    empty = Database(memory=True)
    try:
        return tuple(migration.name for migration in migrations.pending(empty))
    finally:
        empty.close()


def upgrade(db: Database) -> None:
    """Apply the pending migrations, each in a transaction of its own.

    Args:
        db: A writable database.
    """
    migrations.apply(db)
