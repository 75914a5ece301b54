"""Runs that are taken up again, what proposals cost, figures of prompts, wordings of one's own."""

from __future__ import annotations

from optimizer.schema.database import Database

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


def m002_runs_figures_wordings(db: Database) -> None:
    """Let runs be taken up again; keep what proposals cost, prompts' figures, own wordings."""
    db.executescript(_RUNS)
