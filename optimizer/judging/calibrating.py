"""Calibrating a judge: its criteria are rewritten after the person's votes, if that proves right.

One half of the person's votes shows the writer where the judge disagrees; the other half, which
the writer never sees, decides: the rewritten criteria are kept only when the judge then agrees
with the person more often.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial

from optimizer.calling.calls import CallDesk, Reply
from optimizer.errors import ModelFault, ProjectFault, WorldFault
from optimizer.identity import content_hash
from optimizer.judging.consulting import consult, vote_of
from optimizer.judging.criteria import Case, criteria_request, read_criteria
from optimizer.judging.judge import Judge, Opinion
from optimizer.records import CallRole
from optimizer.said import mark, say
from optimizer.session import Session
from optimizer.views import CalibrationState, CalibrationView
from optimizer.votes.evidence import Judgement

AT_ONCE = 4
FEWEST, MOST = 16, 40
"""So many of the person's votes are needed, and so many of the latest are looked at."""

NOTED = "calibration"


class _Step(StrEnum):
    LISTENING = mark("asking the judge about your votes")
    WRITING = mark("rewriting the criteria")
    CHECKING = mark("asking again on the votes kept back")


@dataclass(slots=True)
class _Run:
    """One calibration that is going on."""

    judge: Judge
    shown: list[Judgement]
    kept_back: list[Judgement]
    step: _Step = _Step.LISTENING
    said: dict[str, Opinion] = field(default_factory=dict)  # by vote, of the judge at this step
    asked: set[str] = field(default_factory=set)
    before: int = 0
    rewritten: str = ""
    fault: WorldFault | None = None


class Calibrating:
    """The calibration of a session's judge; `advance` drives it.

    Args:
        session: Whose votes and whose judge.
        desk: Gets or makes the calls.
        new_id: Makes ids of votes.
        now: Tells the time.
        changed: Told when there is something new to be shown; True when the criteria changed.
        faulted: Told a fault that ended it.
    """

    def __init__(
        self,
        session: Session,
        desk: CallDesk,
        new_id: Callable[[], str],
        now: Callable[[], str],
        changed: Callable[[bool], None],
        faulted: Callable[[WorldFault], None],
    ) -> None:
        self._session = session
        self._desk = desk
        self._new_id = new_id
        self._now = now
        self._changed = changed
        self._faulted = faulted
        self._run: _Run | None = None
        session.calibration = self.view()

    @property
    def running(self) -> bool:
        """Whether a calibration goes on."""
        return self._run is not None

    def begin(self) -> None:
        """Begin a calibration of the first judge; nothing happens while one goes on.

        Raises:
            ProjectFault: There is no judge, or there are too few votes.
        """
        if self._run is not None:
            return
        board = self._session.board
        if not board.judges:
            raise ProjectFault(
                say("There is no judge to calibrate."), say("Choose a judge model first.")
            )
        votes = {entry.outputs: entry for entry in board.judgements()}
        if len(votes) < FEWEST:
            raise ProjectFault(
                say(
                    "A judge is calibrated on {fewest} votes or more; there are {count}.",
                    fewest=FEWEST,
                    count=len(votes),
                ),
                say("Go on voting, then calibrate."),
            )
        # Which half a vote falls into hangs on its outputs alone, not on when it was cast.
        latest = sorted(list(votes.values())[-MOST:], key=lambda e: content_hash(sorted(e.outputs)))
        judge = board.judges[0]
        board.jury.seat_judge(judge.rater)
        self._run = _Run(judge, shown=latest[::2], kept_back=latest[1::2])
        self._tell(changed=False)

    def stop(self) -> None:
        """End the calibration that is going on; what was said stays."""
        if self._run is not None:
            self._end(CalibrationState.STOPPED, self._run)

    def advance(self) -> None:
        """Make the next calls; do not call this inside a transaction."""
        run = self._run
        if run is None:
            return
        if run.fault is not None:
            self._end(CalibrationState.STOPPED, run)
            self._faulted(run.fault)
        elif run.step is _Step.LISTENING:
            if self._heard(run, [*run.shown, *run.kept_back]):
                self._write(run)
        elif run.step is _Step.CHECKING and self._heard(run, run.kept_back):
            self._decide(run)

    def view(self) -> CalibrationView | None:
        """Return how it goes, or how the last one ended; None when there was none."""
        run = self._run
        if run is not None:
            return CalibrationView(
                CalibrationState.RUNNING, len(run.kept_back), run.before, 0, activity=run.step.value
            )
        noted = self._session.actions.noted((NOTED,))
        if not noted:
            return None
        data = noted[-1].data
        return CalibrationView(
            CalibrationState(str(data["state"])),
            int(str(data["kept_back"])),
            int(str(data["before"])),
            int(str(data["after"])),
        )

    def _heard(self, run: _Run, wanted: list[Judgement]) -> bool:
        """Ask about what is still unknown; True when everything is known."""
        board = self._session.board
        for entry in wanted:
            if entry.vote.id in run.said or entry.vote.id in run.asked:
                continue
            if len(run.asked) >= AT_ONCE or run.fault is not None:
                break
            run.asked.add(entry.vote.id)
            consult(board, self._desk, run.judge, entry.duel, partial(self._told, run, entry))
        return all(entry.vote.id in run.said for entry in wanted)

    def _told(self, run: _Run, entry: Judgement, outcome: Opinion | WorldFault) -> None:
        run.asked.discard(entry.vote.id)
        if isinstance(outcome, WorldFault):
            run.fault = run.fault or outcome
            return
        run.said[entry.vote.id] = outcome
        if run.step is _Step.LISTENING:
            self._store(run, entry, outcome)

    def _store(self, run: _Run, entry: Judgement, opinion: Opinion) -> None:
        board = self._session.board
        if board.jury.verdict_of(run.judge.rater.id, entry.duel) is None:
            vote = vote_of(opinion, run.judge, entry.duel, self._new_id(), self._now())
            with board.store.atomic():
                board.jury.enter(vote, entry.duel)

    def _write(self, run: _Run) -> None:
        run.before = _agreements(run, run.kept_back)
        cases = [Case(entry, run.said[entry.vote.id]) for entry in run.shown]
        disagreed = [case for case in cases if not case.agrees]
        if not disagreed or run.before == len(run.kept_back):
            self._end(CalibrationState.AGREES, run)
            return
        run.step = _Step.WRITING
        self._tell(changed=False)
        board = self._session.board
        writer = board.project.models.get(CallRole.WRITE) or run.judge.model
        agreed = [case for case in cases if case.agrees]
        request = criteria_request(writer, board, run.judge, disagreed, agreed)
        self._desk.obtain(request, partial(self._written, run))

    def _written(self, run: _Run, reply: Reply) -> None:
        if reply.completion is None:
            run.fault = reply.fault or ModelFault(say("The writer did not answer."))
            return
        run.rewritten = read_criteria(reply.completion)
        if not run.rewritten or self._run is not run:
            run.fault = ModelFault(
                say("The writer gave no usable criteria."),
                say("Choose a more capable writing model."),
            )
            return
        run.judge = replace(run.judge, criteria=run.rewritten)
        run.said, run.step = {}, _Step.CHECKING

    def _decide(self, run: _Run) -> None:
        after = _agreements(run, run.kept_back)
        if after <= run.before:
            self._end(CalibrationState.REFUSED, run, after)
            return
        board = self._session.board
        board.set_options(replace(board.options, judge_criteria=run.rewritten))
        board.jury.seat_judge(run.judge.rater)
        for entry in run.kept_back:
            self._store(run, entry, run.said[entry.vote.id])
        self._end(CalibrationState.ACCEPTED, run, after)

    def _end(self, state: CalibrationState, run: _Run, after: int = 0) -> None:
        self._run = None
        with self._session.board.store.atomic():
            self._session.actions.note(
                NOTED,
                {
                    "state": state.value,
                    "kept_back": len(run.kept_back),
                    "before": run.before,
                    "after": after,
                },
            )
        self._tell(changed=state is CalibrationState.ACCEPTED)

    def _tell(self, *, changed: bool) -> None:
        self._session.calibration = self.view()
        self._changed(changed)


def _agreements(run: _Run, entries: list[Judgement]) -> int:
    """Count on how many votes the judge agrees; an abstention does not."""
    return sum(Case(entry, run.said[entry.vote.id]).agrees for entry in entries)
