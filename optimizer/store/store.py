"""One open project file: every verb of the store in one place."""

from __future__ import annotations

import os
from contextlib import closing
from functools import partial
from pathlib import Path
from types import TracebackType

from optimizer.errors import ProjectFault
from optimizer.identity import UlidFactory
from optimizer.records import Rater, RaterKind, Task
from optimizer.said import say
from optimizer.store.ahead import LONG, Ahead, first, require_sound
from optimizer.store.calls import Calls
from optimizer.store.connection import Connection
from optimizer.store.duels import Duels
from optimizer.store.events import Events
from optimizer.store.examples import Examples
from optimizer.store.figures import Figures
from optimizer.store.history import History
from optimizer.store.merging import Merger, MergeTally, snapshot
from optimizer.store.opening import OpenFile, copy_file, create_file, open_file, read_file
from optimizer.store.outputs import Outputs
from optimizer.store.project import Projects
from optimizer.store.prompts import Prompts
from optimizer.store.proposals import Proposals
from optimizer.store.rows import ProjectRow
from optimizer.store.sheets import Sheets
from optimizer.store.votes import Votes
from optimizer.store.wordings import Wordings

PERSON = Rater(id="person", kind=RaterKind.PERSON, name="You")


class Store:
    """A project file that is open, for the one thread that opened it.

    The verbs are those of its nouns, each documented in the noun's own file. All of them raise
    `ProjectFault` when the file cannot be read or written.

    Attributes:
        path: The file, with links resolved.
        read_only_reason: Why nothing may be written, for the person; empty when it may.
        safety_copy: The copy that was made before an old file was upgraded.
    """

    def __init__(self, file: OpenFile, ahead: Ahead | None = None) -> None:
        self.path = file.path
        self._ahead = ahead
        self.read_only_reason = file.connection.read_only_reason
        self.safety_copy = file.safety_copy
        self._lock = file.lock
        self._connection = connection = file.connection
        new_id = UlidFactory()

        self.atomic = connection.atomic

        projects = Projects(connection)
        self.project = projects.project
        self.update_project = projects.update_project
        self.task = projects.task
        self.set_task = projects.set_task

        examples = Examples(connection)
        self.add_examples = examples.add_examples
        self.examples = examples.examples
        self.example = examples.example

        prompts = Prompts(connection)
        self.add_candidate = prompts.add_candidate
        self.candidates = prompts.candidates
        self.set_archived = prompts.set_archived
        self.set_pinned = prompts.set_pinned

        proposals = Proposals(connection, new_id)
        self.start_run = proposals.start_run
        self.stop_run = proposals.stop_run
        self.resume_run = proposals.resume_run
        self.runs = proposals.runs
        self.last_run = proposals.last_run
        self.put_proposal = proposals.put_proposal
        self.put_empty_proposal = proposals.put_empty_proposal
        self.proposals = proposals.proposals
        self.written_at = proposals.written_at

        figures = Figures(connection)
        self.put_figures = figures.put_figures
        self.figures = figures.figures
        self.without_figures = figures.without_figures

        wordings = Wordings(connection)
        self.put_wording = wordings.put_wording
        self.reset_wording = wordings.reset_wording
        self.wordings = wordings.wordings
        self.wording_bodies = wordings.wording_bodies
        self.wording_versions = wordings.wording_versions

        calls = Calls(connection)
        self.put_call = calls.put_call
        self.drop_calls = calls.drop_calls
        self.find_completion = calls.find_completion
        self.calls = calls.calls
        self.spend = calls.spend
        self.run_spend = calls.run_spend
        self.model_spend = calls.model_spend

        outputs = Outputs(connection)
        self.put_output = outputs.put_output
        self.outputs = outputs.outputs
        self.output = outputs.output
        self.cut_short = outputs.cut_short
        self.output_texts = outputs.output_texts
        self.answer_costs = outputs.answer_costs
        self.put_score = outputs.put_score
        self.scores = outputs.scores

        duels = Duels(connection)
        self.put_duel = duels.put_duel
        self.duel = duels.duel
        self.duels = duels.duels
        self.add_rater = duels.add_rater
        self.raters = duels.raters

        votes = Votes(connection, duels)
        self.cast_vote = votes.cast_vote
        self.void_vote = votes.void_vote
        self.restore_vote = votes.restore_vote
        self.annotate_vote = votes.annotate_vote
        self.vote = votes.vote
        self.votes = votes.votes

        sheets = Sheets(connection)
        peoples = first(
            ahead.peoples_votes if ahead else None, partial(sheets.vote_sheet, people=True)
        )
        self.vote_sheet = lambda *, people: peoples() if people else sheets.vote_sheet(people=False)
        self.word_sheet = sheets.word_sheet
        self.duel_sheet = first(ahead.duel_sheet if ahead else None, sheets.duel_sheet)
        self.output_owners = first(ahead.output_owners if ahead else None, sheets.output_owners)

        history = History(connection)
        self.history = history.history
        self.judged_duels = history.judged_duels

        events = Events(connection, new_id)
        self.append_event = events.append_event
        self.events = events.events
        self.placed_events = events.placed_events
        self.event_places = events.event_places
        self.event_at = events.event_at
        self.place_of_event = events.place_of_event
        self.last_event = events.last_event

    @classmethod
    def create(cls, path: Path | str, project: ProjectRow, task: Task) -> Store:
        """Make a new project file and open it.

        Args:
            path: Where; an existing file is never overwritten.
            project: The project; its schema version is read from the file from now on.
            task: Its task.

        Returns:
            The open store, with one person as its rater.

        Raises:
            ProjectFault: The file exists already, or cannot be made.
        """
        file = create_file(Path(path), lambda connection: _fill(connection, project, task))
        return cls(file)

    @classmethod
    def open(cls, path: Path | str, *, ahead: bool = False) -> Store:
        """Open a project file, and upgrade it when an older version of the program wrote it.

        Args:
            path: The file.
            ahead: Whether the longest tables of a long file may be read, and the file looked
                through, on another thread meanwhile; `require_sound` is to be called before
                anything is written.

        Returns:
            The open store; read-only, with the reason, when somebody else has it open, a newer
            version of the program wrote it, or it may not be written.

        Raises:
            ProjectFault: It is no project, is damaged, or cannot be read at all.
        """
        file = open_file(Path(path))
        # Only where nobody else writes do two connections see the same.
        ahead = ahead and file.lock is not None and file.path.stat().st_size >= LONG
        store = cls(file, Ahead(file.path) if ahead else None)
        try:
            if store._ahead is None:
                require_sound(store._connection)
            store._require_whole()
            store.task()
        except ProjectFault:
            store.close()
            raise
        except Exception as error:
            # Our own tables with values that we cannot read: a newer version's, or by hand; unless
            # the file is damaged.
            with store:
                store.require_sound()
            raise ProjectFault(
                say(
                    "This project holds settings that this version of PairTune does not understand."
                ),
                say("Update PairTune, then open it again."),
            ) from error
        return store

    def save_copy(self, path: Path | str) -> None:
        """Write the project as it is now to another file.

        Args:
            path: Where; a file that is there is replaced, when the copy is complete.

        Raises:
            ProjectFault: The file is a project that is open, or cannot be written.
        """
        copy_file(self._connection, Path(path))

    def merge(self, path: Path | str) -> MergeTally:
        """Take in what another copy of this project has and this one has not.

        Args:
            path: The other copy; it is only read.

        Returns:
            What was added and where the copies disagree.

        Raises:
            ProjectFault: It is no copy of this project, or the disk does not take it; nothing is
                changed then.
        """
        if Path(os.path.realpath(path)) == self.path:
            raise ProjectFault(
                say("That file is this project itself."), say("Choose its other copy.")
            )
        with closing(read_file(Path(path))) as other, snapshot(other.db.conn) as copy:
            return Merger(self._connection).merge(copy)

    def check(self) -> list[str]:
        """Return what is wrong inside the file; an empty list when nothing is."""
        broken = [
            f"integrity: {row[0]}"
            for row in self._connection.rows("PRAGMA integrity_check")
            if row[0] != "ok"
        ]
        dangling = [
            f"{table}: row {rowid} points to nothing in {parent}"
            for table, rowid, parent, _ in self._connection.rows("PRAGMA foreign_key_check")
        ]
        return broken + dangling

    def close(self) -> None:
        """Close the file and free it for others; harmless when done twice."""
        if self._ahead is not None:
            self._ahead.close()
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    def require_sound(self) -> None:
        """Wait until the file was looked through; see `open`.

        Raises:
            ProjectFault: It is damaged.
        """
        if self._ahead is not None:
            self._ahead.require_sound()

    def _require_whole(self) -> None:
        # Copied while it was open, a file can lack what its log beside it still held.
        start = self.project().start_prompt
        if start and not self._connection.rows("SELECT 1 FROM prompt WHERE id = ?", start):
            raise ProjectFault(
                say(
                    "{name} is only a part of a project: prompts are missing.", name=self.path.name
                ),
                say(
                    "If it is a copy, close the project and copy it again, or use Save a copy "
                    "in the File menu."
                ),
            )

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _fill(connection: Connection, project: ProjectRow, task: Task) -> None:
    with connection.atomic():
        projects = Projects(connection)
        projects.add_project(project)
        projects.set_task(task)
        Duels(connection).add_rater(PERSON)
