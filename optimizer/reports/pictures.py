"""Frozen pictures of a session, for other threads and for the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.breeding.stand_ins import in_the_running
from optimizer.judging.judge import same_family
from optimizer.proposing import able
from optimizer.records import Split
from optimizer.reports.curve import point
from optimizer.reports.drawing import CurvePicture
from optimizer.reports.findings import Evidence
from optimizer.reports.leanings import VotedLooks
from optimizer.reports.readout import PoolPicture
from optimizer.said import say
from optimizer.views import CurvePoint, TaskView

if TYPE_CHECKING:
    from optimizer.session import Session

PREVIEW_ROWS = 50


class Pictures:
    """Takes pictures of a session; changes nothing.

    Args:
        session: Of which.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._looks = VotedLooks(session.board.texts.fetch)

    def pool_picture(self, *, pairs_left: bool = True) -> PoolPicture:
        """Return what the prompts table is computed from."""
        board = self._session.board
        hearing, judgements = board.hearing(), board.judgements()
        evidence = Evidence(
            candidates=board.roster.candidates,
            posterior=board.posterior,
            ballots=board.belief.ballots,
            counts=board.tallies(),
            start_id=board.roster.start_id,
            pairs_left=pairs_left,
            examples=dict(board.places),
            seats=hearing.seats if hearing else (),
            me=board.me.id,
            people=board.people,
            reports=board.belief.reports,
            notes=self._notes(),
            hunches=board.hunches,
            scored=board.scored(),
            retired=dict(board.retired),
            members=board.roster.members,
        )
        return PoolPicture(
            task=board.task,
            evidence=evidence,
            proposals=board.store.proposals(),
            answer_costs=board.store.answer_costs(board.setting_id),
            confirmations=self._session.confirming.views(),
            head_to_head=self._session.facing.views(),
            notes=dict(board.notes),
            calibration=self._session.calibration,
            metric=board.scorebook.title,
            scores=board.scorebook.table(),
            unclear=board.scorebook.unclear(),
            examples=tuple(board.examples.values()),
            competing=self._competing(),
            readers=self._session.readers,
            mapped=self._session.mapped,
            alone=self._session.measuring.alone,
            judgements=judgements,
            gaps=self._looks.gaps(judgements, board.me.id, board.setting_id),
            figures=board.store.figures(),
            wordings=board.store.wording_versions(),
        )

    def _competing(self) -> tuple[str, ...]:
        """Return who competes for the next turn where proposers do."""
        session, board = self._session, self._session.board
        available = able(session.competing, board.project.models, board.task)
        if session.measuring.alone:
            return available
        return in_the_running(available, session.competing, len(board.roster))

    def _notes(self) -> dict[str, str]:
        """Return what the person should know of the judge that is on, by rater id."""
        note = say("Same family as the answer model: it may favour its style.")
        answerer = self._session.board.answer_model
        judges = (
            judge for judge in self._session.board.judges if same_family(judge.model, answerer)
        )
        return {judge.rater.id: note for judge in judges}

    def curve_picture(self) -> CurvePicture:
        """Return what the whole score curve is computed from."""
        board = self._session.board
        return CurvePicture(
            board.roster.candidates,
            board.judgements(),
            board.roster.start_id,
            board.setting_id,
            board.hunches,
            dict(board.places),
        )

    def curve_point(self) -> CurvePoint:
        """Return the curve's point for what is believed now."""
        board = self._session.board
        judgements = board.judgements()
        return point(
            board.roster.candidates,
            board.posterior,
            board.electable(),
            board.roster.start_id,
            votes=len(judgements),
            vote_id=judgements.vote_id(-1) if judgements else None,
        )

    def task_view(self) -> TaskView:
        """Return the task, its data and its models as the Data page shows them."""
        board = self._session.board
        examples = tuple(board.examples.values())
        tuning = sum(1 for example in examples if example.split is Split.TUNING)
        return TaskView(
            task=board.task,
            tuning=tuning,
            held_out=len(examples) - tuning,
            preview=examples[:PREVIEW_ROWS],
            models=board.project.models,
            caps=board.project.caps,
            read_only=bool(board.store.read_only_reason),
            path=str(board.store.path),
            name=board.project.name,
            options=board.options,
        )
