from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from optimizer import schema
from optimizer.errors import ProjectFault
from optimizer.filelock import FileLock
from optimizer.store import Store
from tests.optimizer.store import making
from tests.optimizer.store.making import duel, vote


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _free(path: Path) -> bool:
    lock = FileLock.take(path)
    if lock is not None:
        lock.release()
    return lock is not None


def test_a_closed_project_is_one_file(path: Path) -> None:
    with making.create(path) as store:
        making.fill(store)

    assert _names(path.parent) == {path.name}


def test_closing_twice_is_harmless(path: Path) -> None:
    store = making.create(path)
    store.close()
    store.close()


def test_reopening_finds_everything(path: Path) -> None:
    with making.create(path) as store:
        making.fill(store).cast_vote(vote("v1", "d1"), duel("d1"))

    with Store.open(str(path)) as store:
        assert store.read_only_reason == ""
        assert store.safety_copy is None
        assert store.votes() == (vote("v1", "d1"),)
        assert store.check() == []
        store.void_vote("v1")


def test_an_existing_file_is_never_overwritten(path: Path) -> None:
    path.write_text("precious")

    with pytest.raises(ProjectFault, match="exists already"):
        making.create(path)

    assert path.read_text() == "precious"
    assert _names(path.parent) == {path.name}


def test_a_project_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProjectFault, match="cannot be written") as fault:
        making.create(tmp_path / "missing" / "p.pairtune")

    assert fault.value.remedy


def test_a_creation_that_fails_leaves_nothing(path: Path) -> None:
    with pytest.raises(AttributeError):
        Store.create(path, making.PROJECT, None)  # type: ignore[arg-type]

    assert _names(path.parent) == set()


def test_the_log_of_a_file_that_is_gone_does_not_harm_a_new_one(path: Path) -> None:
    log = path.with_name(f"{path.name}-wal")
    with making.create(path) as store:
        making.fill(store)
        left = log.read_bytes()
    path.unlink()
    log.write_bytes(left)
    path.with_name(f".{path.name}.new").write_bytes(left)

    with making.create(path) as store:
        assert store.check() == []
        assert store.candidates() == ()


@pytest.mark.parametrize("content", [b"", b"name,age\n", b"SQLite format 3\x00 but not really"])
def test_a_foreign_file_is_refused_and_untouched(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(ProjectFault) as fault:
        Store.open(path)

    assert fault.value.remedy
    assert path.read_bytes() == content
    assert _names(path.parent) == {path.name}


def test_a_copy_without_its_prompts_is_refused(path: Path) -> None:
    # What a file manager copies of an open project: the log beside it holds the rest.
    with making.create(path) as store:
        making.fill(store)
    with sqlite3.connect(path) as other:
        other.execute("UPDATE project SET start_prompt_id = 'lost'")
    other.close()

    with pytest.raises(ProjectFault, match="only a part of a project") as fault:
        Store.open(path)

    assert "copy" in fault.value.remedy
    assert _free(path)


def test_another_programs_database_is_refused_and_untouched(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE project (id TEXT)")
    other.close()
    before = path.read_bytes()

    with pytest.raises(ProjectFault, match="not a PairTune project"):
        Store.open(path)

    assert path.read_bytes() == before
    assert _names(path.parent) == {path.name}


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectFault, match="does not exist"):
        Store.open(tmp_path / "nothing.pairtune")
    with pytest.raises(ProjectFault):
        Store.open(tmp_path)


@pytest.mark.parametrize("kept", [0.3, 0.8])
def test_a_cut_off_file_is_called_damaged(path: Path, kept: float) -> None:
    with making.create(path) as store:
        making.fill(store)
    os.truncate(path, int(path.stat().st_size * kept))

    with pytest.raises(ProjectFault, match="damaged") as fault:
        Store.open(path)

    assert fault.value.remedy
    assert _free(path)


def test_a_second_opening_reads_only(path: Path) -> None:
    with making.create(path) as first, Store.open(path) as second:
        making.fill(first)

        assert "another window" in second.read_only_reason
        assert len(second.candidates()) == 3
        with pytest.raises(ProjectFault, match="another window"):
            second.append_event("vote", {})
        with pytest.raises(ProjectFault), second.atomic():
            pass

    with Store.open(path) as third:
        assert third.read_only_reason == ""


def test_a_link_is_the_file_it_points_to(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.pairtune"
    with making.create(path):
        link.symlink_to(path)
        with Store.open(link) as second:
            assert second.read_only_reason


def test_a_newer_file_reads_only(path: Path) -> None:
    making.fill(making.create(path)).close()
    with sqlite3.connect(path) as other:
        other.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('pairtune', 'm999_from_the_future', '')"
        )
    other.close()

    with Store.open(path) as store:
        assert "newer version" in store.read_only_reason
        assert len(store.candidates()) == 3
        with pytest.raises(ProjectFault, match="newer version"):
            store.set_pinned(making.PROMPTS[0].id, True)


def test_a_newer_file_that_cannot_be_understood_is_refused(path: Path) -> None:
    making.create(path).close()
    with sqlite3.connect(path) as other:
        other.execute('UPDATE project SET models = \'{"answer": {"no such": 1}}\'')
    other.close()

    with pytest.raises(ProjectFault, match="does not understand"):
        Store.open(path)

    assert _free(path)


def test_an_unwritable_file_reads_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    making.fill(making.create(path)).close()
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    with Store.open(path) as store:
        assert "may not be written" in store.read_only_reason
        assert len(store.examples()) == 3


def test_an_unwritable_folder_reads_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    making.fill(making.create(path)).close()

    def refuse(project: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(FileLock, "take", refuse)

    with Store.open(path) as store:
        assert "may not be written" in store.read_only_reason
        assert len(store.examples()) == 3


def test_a_folder_that_lets_sqlite_write_nothing_is_read_from_a_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    making.fill(making.create(path)).close()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    # Where SQLite wants to put its shared memory.
    path.with_name(f"{path.name}-shm").mkdir()

    with Store.open(path) as store:
        assert store.read_only_reason
        assert len(store.examples()) == 3
        with pytest.raises(ProjectFault):
            store.append_event("vote", {})


def test_a_copy_is_whole_and_leaves_the_original_alone(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "Copy.pairtune"
    target.parent.mkdir()
    with making.create(path) as store:
        making.fill(store).cast_vote(vote("v1", "d1"), duel("d1"))
        store.save_copy(target)
        store.save_copy(target)
        store.void_vote("v1")

    with Store.open(target) as copy:
        assert copy.check() == []
        assert copy.votes() == (vote("v1", "d1"),)
        assert copy.project().name == "Tickets"
    assert _names(target.parent) == {target.name}


def test_a_reader_may_save_a_copy(path: Path, tmp_path: Path) -> None:
    with making.create(path) as first, Store.open(path) as second:
        making.fill(first)
        second.save_copy(tmp_path / "copy.pairtune")

    with Store.open(tmp_path / "copy.pairtune") as copy:
        assert copy.read_only_reason == ""
        assert len(copy.candidates()) == 3


def test_a_copy_over_an_open_project_is_refused(path: Path, tmp_path: Path) -> None:
    with making.create(path) as first, making.create(tmp_path / "other.pairtune") as other:
        with pytest.raises(ProjectFault, match="open"):
            first.save_copy(other.path)
        with pytest.raises(ProjectFault, match="open"):
            first.save_copy(path)
        with pytest.raises(ProjectFault, match="cannot be written"):
            first.save_copy(tmp_path / "missing" / "copy.pairtune")


def _with_a_new_migration(monkeypatch: pytest.MonkeyPatch, *, failing: bool = False) -> None:
    newer = type(schema.migrations)("pairtune")

    def there_already(db: schema.Database) -> None:
        raise AssertionError("is there already")

    for name in schema.known():
        newer(name=name)(there_already)

    @newer()
    def m999_add_a_table(db: schema.Database) -> None:
        db.execute("CREATE TABLE added (id TEXT)")
        if failing:
            raise ZeroDivisionError

    monkeypatch.setattr(schema, "migrations", newer)


def test_an_old_file_is_upgraded_after_a_safety_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = len(schema.known())
    making.fill(making.create(path)).close()
    path.with_name(f"Tickets.schema-{now}.pairtune").write_text("taken")
    _with_a_new_migration(monkeypatch)

    with Store.open(path) as store:
        assert store.project().schema_version == now + 1
        assert store.safety_copy == path.with_name(f"Tickets.schema-{now}-2.pairtune")
        assert len(store.candidates()) == 3
    monkeypatch.undo()
    with Store.open(path.with_name(f"Tickets.schema-{now}-2.pairtune")) as old:
        assert old.project().schema_version == now
        assert old.read_only_reason == ""
        assert len(old.candidates()) == 3


def test_a_failing_upgrade_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    making.fill(making.create(path)).close()
    _with_a_new_migration(monkeypatch, failing=True)

    with pytest.raises(ZeroDivisionError):
        Store.open(path)

    monkeypatch.undo()
    with Store.open(path) as store:
        assert store.project().schema_version == len(schema.known())
        assert store.check() == []


def test_an_old_file_that_may_not_be_written_is_upgraded_in_memory(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    making.fill(making.create(path)).close()
    before = path.read_bytes()
    now = len(schema.known())
    _with_a_new_migration(monkeypatch)
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    with Store.open(path) as store:
        assert store.read_only_reason
        assert store.project().schema_version == now + 1
        assert len(store.candidates()) == 3
    assert path.read_bytes() == before
