"""The tables of a project file: the migrations that make them, one a file.

A migration is never edited after a release: a change of the tables is a new file with one function,
named in `migrations` below, and a file of the version before it goes to `tests/assets/`.
"""

from __future__ import annotations

from optimizer.schema.database import Database, Migrations
from optimizer.schema.m001_first_tables import m001_first_tables
from optimizer.schema.m002_runs_figures_wordings import m002_runs_figures_wordings
from optimizer.schema.m003_outputs_by_call import m003_outputs_by_call
from optimizer.schema.m004_examples_looked_at import m004_examples_looked_at

__all__ = ["Database", "applied", "known", "migrations", "upgrade"]

migrations = Migrations("pairtune")
for _migration in (
    m001_first_tables,
    m002_runs_figures_wordings,
    m003_outputs_by_call,
    m004_examples_looked_at,
):
    migrations()(_migration)


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
