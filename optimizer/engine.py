"""What works together on one open project, and what follows when something in it changed."""

from __future__ import annotations

import time
from collections.abc import Callable

from optimizer.breeding.brooding import Brood
from optimizer.breeding.nursery import Nursery
from optimizer.calling.background import Background
from optimizer.calling.budget import Ledger
from optimizer.calling.calls import Arrived, CallDesk, Service
from optimizer.calling.drafts import Drafts
from optimizer.calling.embedding import Embedding
from optimizer.calling.supply import Supply
from optimizer.calling.writer_trial import WriterTrial
from optimizer.errors import BudgetFault, WorldFault
from optimizer.events import Event
from optimizer.identity import UlidFactory
from optimizer.inbox import Inbox, Urgency
from optimizer.judging.calibrating import Calibrating
from optimizer.judging.inspecting import Inspecting
from optimizer.judging.panel import Panel
from optimizer.metrics.scorer import Scored, ScoringJob
from optimizer.planning.forecast import Forecast
from optimizer.proposing.gates import standing_gates
from optimizer.records import Proposal, Refusal
from optimizer.refit import Learned, RefitJob
from optimizer.reports.faults_told import Faults
from optimizer.reports.publisher import Publisher
from optimizer.running import Running
from optimizer.session import Session
from optimizer.steering import Steering
from optimizer.store import Store, utc_now
from optimizer.workshop import Workshop

READY_DUELS = 3
SCORED_AT_ONCE = 16


class Engine:
    """The parts of one open project; used on the optimizer thread only.

    Args:
        store: The open project file.
        service: Makes the model calls.
        emit: Takes events.
        inbox: Where results of calls and computations are posted.

    Attributes:
        paused: Whether the person stopped all model calls.
        stop_reason: Why the last run ended.
    """

    def __init__(
        self, store: Store, service: Service, emit: Callable[[Event], None], inbox: Inbox
    ) -> None:
        self.store = store
        self.emit = emit
        self._inbox = inbox
        faults = Faults(emit)
        self.tell_fault, self.tell_bug = faults.tell, faults.tell_bug
        self.clear_model_faults = faults.clear
        self.session = Session(store, standing_gates())
        self.ledger = Ledger(self.session.board.project.caps, store.spend())
        self.desk = CallDesk(
            store, service, self.ledger, self._post_arrival, UlidFactory(), utc_now
        )
        self.workshop = Workshop(inbox)
        self.running = Running(self.session)
        self.drafts = Drafts(lambda grew: inbox.post(grew, Urgency.BACKGROUND))
        self.publisher = Publisher(self.session, self.workshop, emit, time.monotonic, self.tell_bug)
        self.supply = Supply(self.session, self.desk, self.tell_fault, self.drafts)
        background = Background(self.session, self.desk, inbox, self.tell_fault, self.tell_bug)
        self.embedding = Embedding(background, changed=self.publisher.pool_changed)
        self.inspecting = Inspecting(
            background,
            may_ask=lambda: self.steering.judge_speaks and self.panel.stopped_by is None,
            judging=lambda: self.panel.under_way,
        )
        self.nursery = Nursery(
            self.session,
            self.workshop,
            inbox,
            crew=lambda: self.steering.crew(),
            admitted=self._admitted,
            faulted=self.tell_fault,
            failed=self.tell_bug,
            likelihood=lambda: service.likelihood(self.session.board.answer_model),
            inspect=self._look_at,
            judging=self.inspecting.judge_of_sets,
            embedding=lambda: self.embedding.model,
        )
        self.panel = Panel(
            self.session,
            self.desk,
            UlidFactory(),
            utc_now,
            judged=self.publisher.pool_changed,
            faulted=self.tell_fault,
            elsewhere=self.inspecting.made,
        )
        self.calibrating = Calibrating(
            self.session,
            self.desk,
            UlidFactory(),
            utc_now,
            changed=self._calibrated,
            faulted=self.tell_fault,
        )
        self.writer_trial = WriterTrial(
            self.session,
            self.workshop,
            inbox,
            told=faults.tell_weak_writer,
            failed=self.tell_bug,
        )
        self.steering = Steering(self, service)
        self.forecast = Forecast(
            self.session,
            self.ledger,
            self.workshop,
            service,
            failed=self.tell_bug,
            at_work=lambda: self.running.at_work,
        )
        self.read_only = bool(store.read_only_reason)
        self.paused = False
        self.stop_reason = ""
        self._metric_fault: WorldFault | None = None
        self._scoring = False

    # -- what follows -----------------------------------------------------------------------

    def offer(self) -> None:
        """Keep duels ready; put one on the screen when none is there."""
        showing = self.session.showing
        ready = showing.ask(READY_DUELS)
        if showing.current is None and ready:
            with self.store.atomic():
                showing.put_on_screen(ready[0])
            self.publisher.pairs(showing.ask(READY_DUELS), showing.current)
        else:
            self.publisher.pairs(ready)

    def refit(self) -> None:
        """Begin a refit if one is due."""
        belief, measuring = self.session.board.belief, self.session.measuring
        at_barrier = measuring.on and not self.supply.under_way
        if measuring.alone and not at_barrier:
            return  # nobody looks at it before the next decision
        board = self.session.board
        job = belief.refit_job(board.hearing(), every=at_barrier, interest=board.interest)
        if job is not None:
            self.workshop.compute(
                job.run,
                lambda result: self._accept(job, result),
                lambda error: self._refit_failed(job, error),
            )

    def _accept(self, job: RefitJob, learned: object) -> None:
        if isinstance(learned, Learned) and self.session.board.belief.accept(job, learned):
            self._renew_pairs()
            self.publisher.curve_point()
            self.publisher.pool_changed()

    def _refit_failed(self, job: RefitJob, error: BaseException) -> None:
        self.session.board.belief.abandon(job)
        self.tell_bug(error)

    def score(self) -> None:
        """Let a metric that takes its time work on another thread, a few answers at once."""
        board = self.session.board
        if board.scorebook.fault is not None and board.scorebook.fault is not self._metric_fault:
            self.tell_fault(board.scorebook.fault)
        self._metric_fault = board.scorebook.fault
        job = None if self._scoring else board.scorebook.job(SCORED_AT_ONCE)
        if job is not None:
            self._scoring = True
            self.workshop.compute(
                job.run, lambda found: self._take_scores(job, found), self._scoring_failed
            )

    def _take_scores(self, job: ScoringJob, found: object) -> None:
        self._scoring = False
        if isinstance(found, Scored):
            with self.store.atomic():
                self.session.board.scorebook.take(job, found)
            self.publisher.pool_changed()

    def _scoring_failed(self, error: BaseException) -> None:
        self._scoring = False
        self.tell_bug(error)

    def measure(self) -> None:
        """Decide what the metric's next cells are, once everything that was asked for is known."""
        measuring, board = self.session.measuring, self.session.board
        measuring.hopeless = self.supply.hopeless()
        quiet = not (self.supply.under_way or self.nursery.working or board.scorebook.unscored)
        if not (measuring.on and quiet and board.belief.up_to_date(board.hearing())):
            measuring.room = 0
            return
        measuring.review(can_grow=self.nursery.ready)

    def evidence_changed(self, touched: tuple[str, ...], *, show: bool = False) -> None:
        """Tell that earlier votes changed.

        Args:
            touched: The votes.
            show: Whether the pair on the screen changed with them.
        """
        if touched:
            self.publisher.history(touched)
            self.publisher.curve_anew()
        showing = self.session.showing
        if show and showing.current is not None:
            self.publisher.pairs(showing.rerank(READY_DUELS), showing.current)
        self.publisher.pool_changed(awaited=True)

    def question_changed(self) -> None:
        """Draw the curve afresh: it is about another start prompt, or rests on other hunches."""
        self.publisher.curve_anew()
        self.publisher.pool_changed(awaited=True)

    def pool_grew(self) -> None:
        """Choose duels afresh: candidates came, went or changed."""
        self._renew_pairs()
        self.publisher.pool_changed(awaited=True)

    def _renew_pairs(self) -> None:
        if not (self.read_only or self.session.measuring.alone):
            self.publisher.pairs(self.session.showing.rerank(READY_DUELS))

    def setting_changed(self, new_setting: bool) -> None:
        """Tell that the task or the models changed.

        Args:
            new_setting: Whether outputs and votes start afresh by it.
        """
        self.publisher.task()
        self.nursery.wake()
        self.supply.retry()
        self.panel.retry()
        self.embedding.retry()
        self.calibrating.stop()
        if new_setting:
            self.publisher.history()
            self.publisher.curve_anew()
            self.pool_grew()

    def _look_at(
        self,
        proposals: tuple[Proposal, ...],
        then: Callable[[tuple[Proposal, ...]], None],
    ) -> None:
        """Find out what gates go by before they stand before them: vectors, then the judge."""
        self.embedding.learn(proposals, lambda: self.inspecting.inspect(proposals, then))

    def _admitted(self, brood: Brood, proposal: Proposal, refusal: Refusal | None) -> None:
        self.running.note_proposal(brood.run_id, utc_now())
        if refusal is None:
            self.pool_grew()
        else:
            self.publisher.pool_changed()

    def _calibrated(self, changed: bool) -> None:
        if changed:
            self.publisher.task()
        self.publisher.pool_changed()

    # -- runs, caps, faults -----------------------------------------------------------------

    def check_vote_cap(self) -> None:
        """Refuse a vote beyond the cap.

        Raises:
            BudgetFault: The cap on votes is reached.
        """
        refusal = self.vote_refusal()
        if refusal is not None:
            raise refusal

    def vote_refusal(self) -> BudgetFault | None:
        """Return why no further vote is taken as the votes stand now, or None."""
        self.ledger.note_votes(self.session.board.casebook.count_in_force())
        return self.ledger.vote_refusal()

    def _post_arrival(self, arrived: Arrived) -> None:
        self._inbox.post(arrived, Urgency.CALL)

    def pairs_left(self) -> bool:
        """Return whether any duel is still to be had."""
        showing = self.session.showing
        return bool(
            showing.current
            or showing.ready
            or self.supply.under_way
            or self.nursery.working
            or not self.supply.short_of_nothing
        )
