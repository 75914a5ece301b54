"""The inbox loop: takes commands and results, keeps duels ready, tells what changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import singledispatchmethod

from optimizer.calling.calls import Arrived, Service
from optimizer.calling.drafts import DraftsGrew
from optimizer.calling.writer import WriterCall, answer_call, stop_call
from optimizer.engine import Engine
from optimizer.errors import ProjectFault, WorldFault
from optimizer.events import Event, OutputsGrew
from optimizer.inbox import Inbox
from optimizer.obeying import Obeying
from optimizer.reports.status import read_status
from optimizer.standing_back import stand_back
from optimizer.store import Store
from optimizer.workshop import Finished

_LAST_CALLS_S = 2.0
_TIDY_REST_S = 0.1  # between two bits of what nobody waits for: each holds the window up a little
_LOOK_S = 1.0  # how often is looked what keeps the calls that are under way


class Loop:
    """Runs one project until it is told to close.

    Args:
        store: The open project file.
        service: Makes the model calls.
        emit: Takes events.
        inbox: Where everything is posted.
    """

    def __init__(
        self, store: Store, service: Service, emit: Callable[[Event], None], inbox: Inbox
    ) -> None:
        self._inbox = inbox
        self._engine = Engine(store, service, emit, inbox)
        self._obeying = Obeying(self._engine)

    def run(self) -> None:
        """Tell what is there, then work until `Close`."""
        self._begin()
        while not self._obeying.closing:
            tidied = self._tidied()
            item = self._inbox.take(_TIDY_REST_S if tidied else self._patience())
            if item is None and tidied:
                continue
            if item is None and self._engine.publisher.due_in() is None:
                self._look()
                continue
            while item is not None:
                self._guarded(item)
                item = None if self._obeying.closing else self._inbox.take_now()
            if not self._obeying.closing:
                self._advance()
        self._end()

    def _tidied(self) -> bool:
        """Do a little of what nobody waits for, while nothing else is to be done."""
        engine = self._engine
        if not self._inbox.empty or engine.publisher.due_in() == 0.0:
            return False
        more = False
        with self._telling():
            more = engine.steering.tidy()
        return more

    def _patience(self) -> float | None:
        """Return how long to wait for the next item: until a view is due, in seconds."""
        engine = self._engine
        due = engine.publisher.due_in() if engine.session.board.belief.settled else None
        # A provider that asks to wait tells nobody: while calls are under way it is looked up.
        return _LOOK_S if due is None and engine.desk.in_flight else due

    def _begin(self) -> None:
        engine = self._engine
        engine.publisher.task()
        self._show_first()
        stand_back()  # only now: so far the window waited for this thread
        engine.publisher.history()
        if engine.read_only:
            engine.tell_fault(ProjectFault(engine.store.read_only_reason))
        else:
            engine.steering.begin()
        engine.publisher.pool_changed()
        engine.publisher.curve_anew()
        self._advance()

    def _show_first(self) -> None:
        """Show a pair before anything else is looked at: the person waits for it."""
        engine = self._engine
        if engine.read_only:
            return
        current = engine.session.showing.current
        if current is not None:
            engine.publisher.pairs((), current)
        elif not engine.session.measuring.alone:
            engine.offer()

    def _end(self) -> None:
        engine = self._engine
        engine.desk.cancel_all()
        engine.workshop.close()
        engine.session.board.scorebook.close()
        if not engine.read_only:
            self._finish_calls()
            with self._telling():
                engine.steering.rest("closed")

    def _finish_calls(self) -> None:
        """Take what the cancelled calls still bring, so that nothing paid for is lost."""
        deadline = time.monotonic() + _LAST_CALLS_S
        while self._engine.desk.in_flight and time.monotonic() < deadline:
            item = self._inbox.take(0.1)
            if isinstance(item, Arrived):
                self._guarded(item)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell what goes wrong inside, a fault of the world or a bug: the loop lives on."""
        try:
            yield
        except WorldFault as fault:
            self._engine.tell_fault(fault)
        except Exception as error:  # noqa: BLE001 - a bug is told with its report
            self._engine.tell_bug(error)

    def _guarded(self, item: object) -> None:
        with self._telling():
            self._take(item)

    def _look(self) -> None:
        """Tell what the calls that are under way wait for."""
        with self._telling():
            self._engine.publisher.status(read_status(self._engine))

    def _advance(self) -> None:
        """Do what follows from what was taken: refit, grow, order outputs, tell."""
        engine = self._engine
        with self._telling():
            engine.refit()
            if not engine.read_only:
                self._work()
            if engine.session.board.belief.settled:
                engine.publisher.flush(pairs_left=engine.pairs_left())
            engine.publisher.status(read_status(engine))

    def _work(self) -> None:
        """Set to work whoever has something to do, and keep pairs ready."""
        engine = self._engine
        engine.forecast.renew()
        engine.steering.review()
        engine.score()
        if not engine.paused:
            engine.measure()
            if engine.session.measuring.over and engine.running.run_id is not None:
                # Who waits for the end may leave at once: the run ends with its reason before.
                engine.steering.review()
                engine.measure()
            engine.writer_trial.begin()
            engine.embedding.top_up()
            engine.nursery.propose(stuck=not engine.pairs_left())
            engine.supply.top_up()
            if engine.steering.judge_speaks:
                engine.panel.top_up()
            engine.calibrating.advance()
        if not engine.session.measuring.alone:
            engine.offer()

    @singledispatchmethod
    def _take(self, item: object) -> None:
        self._obeying.obey(item)

    @_take.register
    def _(self, arrived: Arrived) -> None:
        try:
            self._engine.desk.arrive(arrived)
        except Exception:
            # The file may lack what those who were told hold for stored.
            self._engine.session.reread()
            raise
        if not isinstance(arrived.outcome, WorldFault):
            self._engine.clear_model_faults()
        self._engine.publisher.pool_changed()

    @_take.register
    def _(self, finished: Finished) -> None:
        if finished.error is not None:
            finished.failed(finished.error)
        else:
            finished.then(finished.result)

    @_take.register
    def _(self, grew: DraftsGrew) -> None:
        texts = self._engine.drafts.texts()
        if self._engine.session.showing.current is None:
            self._engine.emit(OutputsGrew(texts))

    @_take.register
    def _(self, call: WriterCall) -> None:
        if self._engine.paused:
            stop_call(call)
        else:
            answer_call(call, self._engine.desk)
