"""The engine as steps on one project: ask, tell, undo, redo, grow, snapshot.

A session belongs to one thread, waits for nothing and calls no model: it says which outputs it
wants and takes what was made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from optimizer.actions import ActionLog
from optimizer.asking.confirming import Confirming
from optimizer.asking.facing import Facing
from optimizer.asking.showing import Showing
from optimizer.board import Board
from optimizer.breeding.growing import Growing
from optimizer.breeding.growth import FIRST_POOL, JUDGED_ENOUGH, children_wanted
from optimizer.errors import ProjectFault
from optimizer.identity import UlidFactory, content_hash
from optimizer.metrics.measuring import Measuring
from optimizer.outputs import Cell, Made, answer_request
from optimizer.protocols import Gate, Proposer
from optimizer.records import (
    CallRole,
    Caps,
    Completion,
    Example,
    ModelSpec,
    Output,
    Request,
    Task,
)
from optimizer.reports.pictures import Pictures
from optimizer.said import say
from optimizer.steps import Steps
from optimizer.store import Store, utc_now
from optimizer.unused_path import unused_path
from optimizer.views import CalibrationView, MergeView
from optimizer.votes.hunches import Hunches, take_up
from optimizer.votes.notes import NOTE_KINDS, read_notes
from optimizer.votes.voting import Voting

PREVIEW_ROWS = 50


class Session:
    """One open project: `showing` asks, `voting` tells, `growing` grows, `board` knows.

    Args:
        store: The open project file; closing the session closes it.
        gates: What every proposal must pass.
        new_id: Makes the ids of what happens.
        now: Tells the time as UTC ISO 8601.
    """

    def __init__(
        self,
        store: Store,
        gates: Sequence[Gate],
        new_id: Callable[[], str] | None = None,
        now: Callable[[], str] = utc_now,
    ) -> None:
        self._store = store
        self._now = now
        new_id = new_id or UlidFactory()
        self.board = Board(store)
        self.actions = ActionLog(store)
        self.board.notes = read_notes(self.actions.noted(NOTE_KINDS))
        self.confirming = Confirming(self.board, self.actions, new_id)
        self.facing = Facing(self.board, self.actions, new_id)
        trials = (self.confirming, self.facing)
        self.showing = Showing(self.board, self.actions, new_id, now, trials)
        steps = Steps(store, self.reread)
        self.voting = Voting(self.board, self.showing, self.actions, steps, new_id, now)
        self.growing = Growing(self.board, self.actions, steps, gates, now)
        self.hunches = Hunches(self.board, self.actions, steps)
        self.measuring = Measuring(self.board, self.actions)
        self.calibration: CalibrationView | None = None
        self.competing: Mapping[str, Proposer] = {}
        self.readers: tuple[str, ...] = ()
        self.mapped = False
        pictures = Pictures(self)
        self.snapshot, self.task_view = self.board.snapshot, pictures.task_view
        self.pool_picture = pictures.pool_picture
        self.curve_picture, self.curve_point = pictures.curve_picture, pictures.curve_point

    def close(self) -> None:
        """Close the project file."""
        self.board.scorebook.close()
        self._store.close()

    def reread(self) -> None:
        """Bring the memory back to what is in the file, after a step that failed."""
        self.board.reread()
        self.actions.reread()
        self.voting.reread()
        self.board.notes = read_notes(self.actions.noted(NOTE_KINDS))
        self.confirming.reread()
        self.facing.reread()
        self.showing.reread()
        self.measuring.reread()
        take_up(self.board, self.actions)

    # -- outputs ----------------------------------------------------------------------------

    def request(self, cell: Cell) -> Request:
        """Return the model call that fills a cell.

        Raises:
            DataFault: The example lacks a column that the prompt uses.
        """
        prompt = self.board.roster[cell.prompt_id].prompt
        example = self.board.examples[cell.example_id]
        return answer_request(prompt, example, self.board.answer_model, cell.sample)

    def store_output(self, cell: Cell, call_id: str, completion: Completion) -> None:
        """Store what the answer model made; a late output is stored like any other."""
        setting_id = self.board.setting_id
        text_hash = content_hash(completion.text)
        output = Output(
            id=content_hash([cell.prompt_id, cell.example_id, setting_id, cell.sample]),
            prompt_id=cell.prompt_id,
            example_id=cell.example_id,
            setting_id=setting_id,
            sample=cell.sample,
            text=completion.text,
            finish=completion.finish,
            call_id=call_id,
        )
        self._store.put_output(output)
        self.board.note_output(cell, Made(output.id, text_hash, completion.finish))
        self.board.scorebook.score(output.id, cell, completion.text)

    # -- what may be changed from outside ---------------------------------------------------

    def merge(self, path: Path) -> MergeView:
        """Take in what another copy of this project has and this one has not.

        Args:
            path: The other copy; it is only read.

        Raises:
            ProjectFault: It is no copy of this project, or something is under way that a merge
                would disturb; nothing is changed then.
        """
        if self.confirming.trial is not None or self.facing.trial is not None:
            raise ProjectFault(
                say("A confirmation or a comparison of two prompts is under way."),
                say("End it first, then merge."),
            )
        safety = unused_path(
            self._store.path.with_name(f"{self._store.path.stem} before merging.pairtune")
        )
        self._store.save_copy(safety)
        try:
            tally = self._store.merge(path)
        except ProjectFault:
            safety.unlink(missing_ok=True)  # nothing was changed
            raise
        self.reread()
        # What the other copy left under way is not taken up here.
        self.confirming.stop()
        self.facing.stop()
        self.actions.note("merge", {"votes": tally.votes, "prompts": tally.prompts})
        return MergeView(
            name=path.name,
            votes=tally.votes,
            prompts=tally.prompts,
            examples=tally.examples,
            outputs=tally.outputs,
            conflicts=tuple(tally.conflicts),
            safety_copy=str(safety),
        )

    def set_task(self, task: Task) -> bool:
        """Change the task; True when that begins a new setting."""
        before = self.board.setting_id
        if task.criteria != self.board.task.criteria and self.board.options.judge_criteria:
            # What was made of the old criteria does not hold for the new ones.
            self.board.set_options(replace(self.board.options, judge_criteria=""))
        self.board.set_task(task)
        return self._enter_setting(before)

    def set_models(self, models: Mapping[CallRole, ModelSpec | None]) -> bool:
        """Choose the models; True when that begins a new setting."""
        before = self.board.setting_id
        merged = {**self.board.project.models, **models}
        self.board.project = self._store.update_project(models=merged)
        return self._enter_setting(before)

    def set_caps(self, caps: Caps) -> None:
        """Set the hard limits of the project."""
        self.board.project = self._store.update_project(caps=caps)

    def add_examples(self, examples: Iterable[Example]) -> int:
        """Add rows to the data set; returns how many were new."""
        return self.board.add_examples(examples)

    def _enter_setting(self, before: str) -> bool:
        if self.board.setting.id == before:
            return False
        self.board.reread_setting()
        self.showing.forget()
        self.measuring.reread()
        return True

    def children_wanted(self, *, stuck: bool = False) -> int:
        """Return how many new prompts the pool can use now; see `growth.children_wanted`."""
        board = self.board
        if self.measuring.alone or self.measuring.room:
            return self.measuring.room
        if self._all_judged():
            return 1
        counts = board.tallies()
        alive = zip(board.roster.candidates, board.live(), strict=True)
        seen = [counts[c.id].votes if c.id in counts else 0 for c, live in alive if live]
        return children_wanted(seen, self._votes_since_child(), stuck=stuck)

    @property
    def occasions(self) -> int:
        """How often anything new could be learned: votes that teach, scores and verdicts by batch.

        So many verdicts of a judge as make a prompt looked at are one occasion.
        """
        board = self.board
        told = board.votes + self.measuring.batches
        if board.options.judge and board.judges:
            told += self._looks().total() // (2 * JUDGED_ENOUGH)
        return told

    def _all_judged(self) -> bool:
        """Whether a judge has looked at every prompt in play, so that nobody waits for votes."""
        board = self.board
        if not (board.options.judge and board.judges) or len(board.roster) < FIRST_POOL:
            return False
        looks = self._looks()
        alive = zip(board.roster.candidates, board.live(), strict=True)
        return all(looks[c.id] >= JUDGED_ENOUGH for c, live in alive if live)

    def _looks(self) -> Counter[str]:
        """Return how often judges looked at each prompt.

        One that says nothing that can be used must not hold the run up for ever.
        """
        return self.board.jury.verdicts(self.board.setting_id, abstentions=True)

    def _votes_since_child(self) -> int:
        """Return how many votes that teach were cast since the last candidate entered."""
        added = max(candidate.added_at for candidate in self.board.roster.candidates)
        latest = takewhile(lambda e: e.vote.cast_at > added, reversed(self.board.judgements()))
        return sum(1 for _ in latest)
