from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from optimizer import schema
from optimizer.store import Store

_ROOT = Path(__file__).parents[3]
_ASSETS = _ROOT / "tests" / "assets"

_TABLES = {
    "project", "task", "example", "text", "prompt", "prompt_parent", "call", "output", "run",
    "proposal", "duel", "duel_item", "vote", "vote_span", "rater", "score", "event", "bundle",
    "bundle_prompt", "prompt_figure", "wording",
}  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Iterator[schema.Database]:
    made = schema.Database(tmp_path / "new.db")
    schema.upgrade(made)
    yield made
    made.close()


def test_a_new_file_has_every_table(db: schema.Database) -> None:
    assert {name for name in db.table_names() if not name.startswith("_")} == _TABLES
    assert schema.applied(db) == schema.known()


def test_upgrading_twice_changes_nothing(db: schema.Database) -> None:
    before = db.schema
    schema.upgrade(db)

    assert db.schema == before


def test_every_reference_points_to_a_key(db: schema.Database) -> None:
    for table in db.tables:
        for key in table.foreign_keys:
            assert db.table(key.other_table).pks == [key.other_column]


def test_primary_keys_are_text(db: schema.Database) -> None:
    for name in _TABLES - {
        "prompt_parent",
        "duel_item",
        "vote_span",
        "score",
        "bundle_prompt",
        "prompt_figure",
    }:
        (key,) = (column for column in db.table(name).columns if column.is_pk)
        assert (key.type, key.name) in {("TEXT", "id"), ("TEXT", "hash")}


def test_what_refers_to_a_call_is_found_without_a_search(db: schema.Database) -> None:
    # Calls are the one thing that is deleted, each time with a look at whoever refers to it.
    for table in db.tables:
        first = {index.columns[0] for index in table.indexes}
        assert {key.column for key in table.foreign_keys if key.other_table == "call"} <= first


def test_a_file_of_another_origin_has_no_migrations_of_ours(tmp_path: Path) -> None:
    foreign = schema.Database(tmp_path / "foreign.db")
    foreign.execute("CREATE TABLE vote (id TEXT)")

    assert schema.applied(foreign) == ()
    foreign.close()


def test_an_interrupted_upgrade_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = import_module("optimizer.schema.m001_first_tables")
    monkeypatch.setattr(first, "_BUNDLES", "CREATE TABLE broken (;")
    db = schema.Database(tmp_path / "new.db")

    with pytest.raises(sqlite3.OperationalError):
        schema.upgrade(db)

    assert schema.applied(db) == ()
    assert _TABLES.isdisjoint(db.table_names())
    db.close()


@pytest.mark.parametrize("old", sorted(_ASSETS.glob("project-v*.pairtune")), ids=lambda p: p.stem)
def test_files_of_every_version_can_be_opened(old: Path, tmp_path: Path) -> None:
    copy = tmp_path / old.name
    shutil.copyfile(old, copy)

    with Store.open(copy) as store:
        assert store.read_only_reason == ""
        assert store.project().schema_version == len(schema.known())
        assert store.check() == []
        assert store.task().name == "Tickets"
        assert len(store.examples()) == 3
        assert [candidate.handle for candidate in store.candidates()] == ["Start", "B1", "B2"]
        assert [row.voided for row in store.history()] == [False, True, False]
        assert len(store.judged_duels()) == 2
        assert len(store.proposals()) == 1
        assert len(store.events()) == 4
        assert store.spend()


def test_there_is_a_file_of_every_version() -> None:
    kept = {path.stem for path in _ASSETS.glob("project-v*.pairtune")}

    assert kept == {f"project-v{number}" for number in range(1, len(schema.known()) + 1)}


def test_the_store_does_not_load_pandas_but_leaves_it_to_others() -> None:
    code = (
        "import sys, optimizer.store; assert 'pandas' not in sys.modules;"
        "import pandas; print(len(pandas.DataFrame({'a': [1, 2]})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "2"
