"""Two copies of one project become one: whatever is in either is in both, nothing twice.

Rows are told apart by their ids, which are hashes of content or unique for what happens in time.
Where both copies say something different of the same thing, what stands here stays, and the
person is told.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from optimizer.errors import ProjectFault
from optimizer.identity import content_hash
from optimizer.said import say
from optimizer.store.connection import Connection, Row, faults_told
from optimizer.store.merging_votes import VoteMerger

OTHER = "other"
_MERGED = "merged"
# What is no action of this copy's own person: undo must not reach into the other copy's past.
_PASSIVE = frozenset({"fast", "confirm", "confirm end", "head to head", "head to head end"})


@dataclass(slots=True)
class MergeTally:
    """What a merge added, and where the copies disagree."""

    votes: int = 0
    prompts: int = 0
    examples: int = 0
    outputs: int = 0
    conflicts: list[str] = field(default_factory=list)


class Merger:
    """Takes everything out of another copy that is not here yet.

    Args:
        connection: The open project.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tally = MergeTally()

    def merge(self, other: Path) -> MergeTally:
        """Take in another copy, whole or not at all.

        Args:
            other: A closed file of the same schema, which is only read.

        Raises:
            ProjectFault: It is no copy of this project, or the disk does not take it.
        """
        with self._attached(other):
            self._require_same_project()
            with self._connection.atomic():
                self._tally.examples = self._union("example")
                for table in ("text", "run", "rater", "call"):
                    self._union(table)
                self._merge_prompts()
                outputs = self._merge_outputs()
                votes = VoteMerger(self._connection, outputs, self._tally.conflicts)
                changed = votes.changed_there()
                self._tally.votes = votes.merge(changed)
                self._merge_events()
                self._compare_settings()
        return self._tally

    @contextmanager
    def _attached(self, path: Path) -> Iterator[None]:
        with faults_told():
            self._connection.db.execute(f"ATTACH DATABASE ? AS {OTHER}", (str(path),))
        try:
            yield
        finally:
            with faults_told():
                self._connection.db.execute(f"DETACH DATABASE {OTHER}")

    def _require_same_project(self) -> None:
        mine, theirs = (
            self._connection.rows(f"SELECT id FROM {schema}.project") for schema in ("main", OTHER)
        )
        if mine != theirs:
            raise ProjectFault(
                say("That file is another project, not a copy of this one."),
                say("Choose a file that was made with Save a copy."),
            )

    def _union(self, table: str, where: str = "") -> int:
        """Add the rows of a table that are not here; returns how many there were."""
        columns = ", ".join(self._columns(table))
        before = self._count(table)
        self._connection.db.execute(
            f"INSERT OR IGNORE INTO main.{table} ({columns})"
            f" SELECT {columns} FROM {OTHER}.{table} AS theirs {where} ORDER BY theirs.rowid"
        )
        return self._count(table) - before

    def _columns(self, table: str) -> tuple[str, ...]:
        rows = self._connection.rows(f"SELECT name FROM pragma_table_info('{table}')")
        return tuple(row[0] for row in rows)

    def _count(self, table: str) -> int:
        return int(self._connection.rows(f"SELECT count(*) FROM main.{table}")[0][0])

    # -- prompts ----------------------------------------------------------------------------

    def _merge_prompts(self) -> None:
        new = self._connection.rows(
            f"SELECT id, handle FROM {OTHER}.prompt WHERE id NOT IN (SELECT id FROM main.prompt)"
            " ORDER BY rowid"
        )
        taken = {row[0] for row in self._connection.rows("SELECT handle FROM main.prompt")}
        self._tally.prompts = self._union("prompt")
        for prompt_id, handle in new:
            self._name_apart(prompt_id, handle, taken)
        for table in ("prompt_parent", "prompt_figure", "proposal", "wording"):
            self._union(table)
        # Of each wording one version is in force: ours, if we have any.
        self._connection.db.execute(
            "UPDATE main.wording SET current = 0 WHERE rowid NOT IN"
            " (SELECT min(rowid) FROM main.wording WHERE current = 1 GROUP BY name)"
        )
        self._compare_prompts()

    def _name_apart(self, prompt_id: str, handle: str, taken: set[str]) -> None:
        """Give a new prompt a handle that none of ours has; `taken` grows by it."""
        free = _free_handle(handle, taken)
        taken.add(free)
        if free == handle:
            return
        self._connection.update("prompt", prompt_id, {"handle": free})
        self._differ(
            say(
                "Both copies have a prompt {handle}: that of the other copy is {free} here.",
                handle=handle,
                free=free,
            )
        )

    def _compare_prompts(self) -> None:
        for handle, mine, theirs in self._both("label"):
            self._differ(
                say(
                    "{handle} is called “{mine}” here and “{theirs}” in the other copy.",
                    handle=handle,
                    mine=mine,
                    theirs=theirs,
                )
            )
        for column, here, there in (
            (
                "archived",
                say("is archived here and in play"),
                say("is in play here and archived"),
            ),
            ("pinned", say("is pinned here and not"), say("is not pinned here but is")),
        ):
            for handle, mine, _ in self._both(column):
                said = here if mine else there
                self._differ(
                    say("{handle} {said} in the other copy: it stays so.", handle=handle, said=said)
                )

    def _both(self, column: str) -> list[Row]:
        """Return handle, our value and theirs of every prompt on which the copies differ."""
        return self._connection.rows(
            f"SELECT main.prompt.handle, main.prompt.{column}, theirs.{column} FROM main.prompt"
            f" JOIN {OTHER}.prompt AS theirs ON theirs.id = main.prompt.id"
            f" WHERE theirs.{column} <> main.prompt.{column} ORDER BY main.prompt.rowid"
        )

    def _differ(self, told: str) -> None:
        self._tally.conflicts.append(told)

    # -- outputs ----------------------------------------------------------------------------

    def _merge_outputs(self) -> dict[str, str]:
        """Add outputs; returns new ids of those that were made apart on the same cell."""
        apart = self._connection.rows(
            "SELECT theirs.id, theirs.prompt_id, theirs.example_id, theirs.setting_id,"
            " theirs.text_hash, theirs.call_id, theirs.finish, theirs.made_at"
            f" FROM {OTHER}.output AS theirs JOIN main.output AS ours ON ours.id = theirs.id"
            " WHERE ours.text_hash <> theirs.text_hash ORDER BY theirs.rowid"
        )
        self._tally.outputs = self._union("output")
        moved = {row[0]: self._other_sample(row) for row in apart}
        new = sum(1 for _, fresh in moved.values() if fresh)
        if new:
            self._tally.outputs += new
            self._differ(
                say(
                    "{new} answers were made in both copies on their own and read differently: "
                    "both are kept, each with the votes on it.",
                    new=new,
                )
            )
        self._union(
            "score",
            "WHERE output_id NOT IN (SELECT theirs.id FROM"
            f" {OTHER}.output AS theirs JOIN main.output AS ours ON ours.id = theirs.id"
            " WHERE ours.text_hash <> theirs.text_hash)",
        )
        return {old: new_id for old, (new_id, _) in moved.items()}

    def _other_sample(self, row: Row) -> tuple[str, bool]:
        """Give an answer a place of its own beside ours; returns its id and whether it is new."""
        cell, (text_hash, call_id, finish, made_at) = row[1:4], row[4:]
        same = self._connection.row(
            "SELECT id FROM main.output WHERE prompt_id = ? AND example_id = ?"
            " AND setting_id = ? AND text_hash = ?",
            *cell,
            text_hash,
        )
        if same is not None:
            return str(same[0]), False
        highest = self._connection.row(
            "SELECT max(sample) FROM main.output"
            " WHERE prompt_id = ? AND example_id = ? AND setting_id = ?",
            *cell,
        )
        sample = 1 + (highest[0] if highest else 0)
        output_id = content_hash([*cell, sample])
        self._connection.insert(
            "output",
            {
                "id": output_id,
                "prompt_id": cell[0],
                "example_id": cell[1],
                "setting_id": cell[2],
                "sample": sample,
                "call_id": call_id,
                "text_hash": text_hash,
                "finish": finish,
                "made_at": made_at,
            },
        )
        return output_id, True

    # -- the rest ---------------------------------------------------------------------------

    def _merge_events(self) -> None:
        passive = ", ".join(f"'{kind}'" for kind in sorted(_PASSIVE))
        self._connection.db.execute(
            "INSERT OR IGNORE INTO main.event (id, kind, data, happened_at)"
            f" SELECT id, CASE WHEN kind IN ({passive}) OR kind LIKE '{_MERGED} %' THEN kind"
            f" ELSE '{_MERGED} ' || kind END, data, happened_at FROM {OTHER}.event ORDER BY rowid"
        )

    def _compare_settings(self) -> None:
        for name, words in (
            ("criteria", say("The criteria differ")),
            ("description", say("The description of the task differs")),
            ("locks", say("The locked texts differ")),
        ):
            rows = self._connection.rows(
                f"SELECT 1 FROM main.task JOIN {OTHER}.task AS theirs ON theirs.id = main.task.id"
                f" WHERE theirs.{name} <> main.task.{name}"
            )
            if rows:
                self._differ(say("{words}: those of this copy stay.", words=words))
        for mine, theirs in self._connection.rows(
            f"SELECT main.rater.name, theirs.name FROM main.rater JOIN {OTHER}.rater AS theirs"
            " ON theirs.id = main.rater.id WHERE theirs.name <> main.rater.name"
        ):
            self._differ(
                say("{mine} is called {theirs} in the other copy.", mine=mine, theirs=theirs)
            )


def _free_handle(handle: str, taken: set[str]) -> str:
    letters, number, free = handle.rstrip("0123456789") or "B", 1, handle
    while free in taken:
        free = f"{letters}{number}"
        number += 1
    return free


@contextmanager
def snapshot(source: sqlite3.Connection) -> Iterator[Path]:
    """Write a database to a file of its own, which is gone afterwards.

    Args:
        source: Only read.
    """
    with tempfile.TemporaryDirectory() as folder, faults_told():
        path = Path(folder) / "copy"
        target = sqlite3.connect(path)
        try:
            source.backup(target)
        finally:
            target.close()
        yield path
