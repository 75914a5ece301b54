"""A scripted engine for tests of the window: it answers commands with frozen events at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from optimizer.commands import (
    CastVote,
    ChangeVote,
    Close,
    Command,
    GiveReason,
    Pause,
    Redo,
    RestoreVote,
    Resume,
    ShowDuel,
    Undo,
    VoidVote,
)
from optimizer.events import (
    Closed,
    Event,
    HistoryChanged,
    PairsReady,
    PoolChanged,
    StatusChanged,
    TaskChanged,
    VoteStored,
)
from optimizer.records import (
    CallRole,
    Candidate,
    Caps,
    Column,
    Example,
    ModelSpec,
    Prompt,
    Purpose,
    RoleSpend,
    Standing,
    Strength,
    Task,
    Verdict,
)
from optimizer.views import (
    Advice,
    AdviceKind,
    CandidateView,
    EngineState,
    HistoryRow,
    OutputView,
    PairView,
    PoolView,
    Reveal,
    Status,
    TaskView,
)

LEFT_NAME = "B3: shorter"
RIGHT_NAME = "Start"


def make_example(number: int = 1, **fields: str) -> Example:
    """Return an example; with no fields given, a customer's message."""
    values = fields or {"message": f"My parcel number {number} has not arrived yet. Where is it?"}
    return Example(id=f"example-{number}", fields=values)


def make_pair(
    number: int, left: str = "", right: str = "", *, truncated: bool = False, **fields: str
) -> PairView:
    """Return a ready pair; its texts say which it is unless they are given."""
    return PairView(
        duel_id=f"duel-{number}",
        purpose=Purpose.TUNE,
        example=make_example(number, **fields),
        left=OutputView(f"output-{number}-left", left or f"The left answer number {number}."),
        right=OutputView(
            f"output-{number}-right", right or f"The right reply number {number}.", truncated
        ),
    )


def make_task(path: str = "/projects/replies.pairtune", *, read_only: bool = False) -> TaskView:
    """Return a task view with two examples."""
    return TaskView(
        task=Task(
            id="task",
            name="Replies",
            description="Answer customers.",
            criteria="Short, kind and right.",
            columns=(Column("message"),),
        ),
        tuning=28,
        held_out=12,
        preview=(make_example(1), make_example(2)),
        models={CallRole.ANSWER: ModelSpec(), CallRole.WRITE: ModelSpec(), CallRole.JUDGE: None},
        caps=Caps(),
        read_only=read_only,
        path=path,
        name="Replies",
    )


def make_status(state: EngineState = EngineState.RUNNING, **changes: Any) -> Status:
    """Return a status."""
    status = Status(
        state=state,
        activity="Making outputs for B3.",
        ready=3,
        votes=0,
        spend={CallRole.ANSWER: RoleSpend(calls=41, tokens_in=8200, tokens_out=2900)},
    )
    return replace(status, **changes)


def make_row(number: int, verdict: Verdict = Verdict.LEFT, **changes: Any) -> HistoryRow:
    """Return a history row of the vote with this number."""
    row = HistoryRow(
        vote_id=f"vote-{number}",
        duel_id=f"duel-{number}",
        number=number,
        cast_at="2026-11-21T09:30:00.000+00:00",
        example_id=f"example-{number}",
        example_title=f"My parcel number {number}",
        verdict=verdict,
        strength=Strength.CLEARLY,
        tags=(),
        reason="",
        left_name=LEFT_NAME,
        right_name=RIGHT_NAME,
        left_prompt="prompt-b3",
        right_prompt="prompt-start",
        took_ms=4000,
        rater="You",
        purpose=Purpose.TUNE,
        voided=False,
    )
    return replace(row, **changes)


def make_pool(
    kind: AdviceKind = AdviceKind.TOO_FEW_VOTES, text: str = "Too few votes."
) -> PoolView:
    """Return a pool of the start prompt alone, with an advice."""
    start = Candidate(Prompt("Answer: {{message}}"), "Start", start=True)
    standing = Standing(0, 0, 0, 0.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.5, True)
    view = CandidateView(start, standing, True, 2, 3, 40.0, None)
    return PoolView((view,), (), (), Advice(kind, text, 0.5, 0.1), start.id, start.id)


class FakeEngine:
    """Stands in for a runner: a queue of pairs, votes, undo and redo, all in memory.

    Args:
        emit: Where events go.
        pairs: The pairs to offer.
        ahead: How many are offered at a time.
    """

    def __init__(
        self, emit: Callable[[Event], None], pairs: list[PairView] | None = None, ahead: int = 3
    ) -> None:
        self._emit = emit
        self._left = list(pairs if pairs is not None else map(make_pair, range(1, 41)))
        self._ahead = ahead
        self._by_id = {pair.duel_id: pair for pair in self._left}
        self._ready: list[PairView] = []
        self._undone: list[HistoryRow] = []
        self.current: str | None = None
        self.rows: list[HistoryRow] = []
        self.state = EngineState.RUNNING
        self.commands: list[Command] = []
        self.path = Path("/projects/replies.pairtune")
        self.ended = False

    def start(self) -> FakeEngine:
        """Tell what a runner tells after opening."""
        self._emit(TaskChanged(make_task(str(self.path))))
        self._emit(PoolChanged(make_pool()))
        self._emit(HistoryChanged(tuple(self.rows), whole=True))
        self._tell_pairs()
        self._tell_status()
        return self

    def post(self, command: Command) -> None:
        """Carry a command out."""
        self.commands.append(command)
        if isinstance(command, CastVote):
            self._vote(command)
        elif isinstance(command, ShowDuel):
            self.current = command.duel_id
            self._ready = [pair for pair in self._ready if pair.duel_id != command.duel_id]
        elif isinstance(command, GiveReason):
            self._amend(command.vote_id, reason=command.reason, tags=command.tags)
        elif isinstance(command, VoidVote | RestoreVote):
            self._amend(command.vote_id, voided=isinstance(command, VoidVote))
        elif isinstance(command, ChangeVote):
            self._change(command)
        elif isinstance(command, Undo):
            self._undo()
        elif isinstance(command, Redo):
            self._redo()
        elif isinstance(command, Pause | Resume):
            paused = isinstance(command, Pause)
            self.state = EngineState.PAUSED if paused else EngineState.RUNNING
        elif isinstance(command, Close):
            self.ended = True
            self._emit(Closed())
            return
        self._tell_status()

    def join(self, timeout: float | None = None) -> bool:
        """Tell that it has ended; it has no thread."""
        return True

    def _vote(self, command: CastVote) -> None:
        number = len(self.rows) + 1
        row = make_row(number, command.verdict, duel_id=command.duel_id, took_ms=command.took_ms)
        self.rows.append(row)
        self._undone = []
        self._ready = [pair for pair in self._ready if pair.duel_id != command.next_duel]
        self.current = command.next_duel
        self._emit(VoteStored(_reveal(row), row))
        self._tell_pairs()

    def _undo(self) -> None:
        standing = [row for row in self.rows if not row.voided]
        if not standing:
            return
        row = standing[-1]
        self._undone.append(row)
        self._amend(row.vote_id, voided=True)
        self._tell_pairs(self._by_id[row.duel_id])

    def _redo(self) -> None:
        if self._undone:
            row = self._undone.pop()
            self._amend(row.vote_id, voided=False)
            self.current = None
            self._tell_pairs(self._ready[0] if self._ready else None)

    def _change(self, command: ChangeVote) -> None:
        old = next(row for row in self.rows if row.vote_id == command.vote_id)
        self._amend(command.vote_id, voided=True)
        row = make_row(len(self.rows) + 1, command.verdict, duel_id=old.duel_id)
        self.rows.append(row)
        self._emit(HistoryChanged((row,)))

    def _amend(self, vote_id: str, **changes: Any) -> None:
        for at, row in enumerate(self.rows):
            if row.vote_id == vote_id:
                self.rows[at] = replace(row, **changes)
                self._emit(HistoryChanged((self.rows[at],)))

    def _tell_pairs(self, current: PairView | None = None) -> None:
        while self._left and len(self._ready) < self._ahead:
            self._ready.append(self._left.pop(0))
        if current is not None:
            before = self._by_id.get(self.current or "")
            if before is not None and before.duel_id != current.duel_id:
                self._ready.insert(0, before)
            self._ready = [pair for pair in self._ready if pair.duel_id != current.duel_id]
            self.current = current.duel_id
        votes = sum(isinstance(command, CastVote) for command in self.commands)
        self._emit(PairsReady(tuple(self._ready), current, votes))

    def _tell_status(self) -> None:
        standing = [row for row in self.rows if not row.voided]
        undo_text = f"Undo vote {standing[-1].number}: left better" if standing else ""
        redo_text = f"Redo vote {self._undone[-1].number}: left better" if self._undone else ""
        self._emit(
            StatusChanged(
                make_status(
                    self.state,
                    ready=len(self._ready) + (self.current is not None),
                    votes=len(standing),
                    undo_text=undo_text,
                    redo_text=redo_text,
                )
            )
        )


def _reveal(row: HistoryRow) -> Reveal:
    return Reveal(
        row.vote_id,
        row.number,
        row.verdict,
        row.left_name,
        row.right_name,
        row.left_prompt,
        row.right_prompt,
        row.purpose,
    )
