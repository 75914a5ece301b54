"""How the example of a duel was taken."""

from __future__ import annotations

from optimizer.schema.database import Database

# Of how many examples it was that on which the outputs differ most; 1: chance took it.
_LOOKED_AT = """
ALTER TABLE duel ADD COLUMN looked_at INTEGER NOT NULL DEFAULT 1 CHECK (looked_at > 0);
"""


def m004_examples_looked_at(db: Database) -> None:
    """Let a duel tell how telling its example is beside others."""
    db.executescript(_LOOKED_AT)
