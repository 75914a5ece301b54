"""The tables of the first version."""

from __future__ import annotations

from optimizer.schema.database import Database

# In the order in which they refer to each other. Times are UTC, ISO 8601.
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


def m001_first_tables(db: Database) -> None:
    """Make every table of the first version."""
    for tables in (_PROJECT, _PROMPTS, _CALLS, _VOTES, _BUNDLES):
        db.executescript(tables)
