"""Work beside the optimizer thread: refits and views on one thread, proposers on a few."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from optimizer.inbox import Inbox, Urgency
from optimizer.standing_back import stand_back
from optimizer.stopping import stoppable

PROPOSERS_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Finished:
    """Background work that ended: `then` takes the result on the optimizer thread.

    `error` is what it raised instead.
    """

    then: Callable[[object], None]
    failed: Callable[[BaseException], None]
    result: object = None
    error: BaseException | None = None


class Workshop:
    """The compute thread and the proposers' pool of one runner.

    Args:
        inbox: Where results are posted.
    """

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._compute = ThreadPoolExecutor(
            1, thread_name_prefix="pairtune-compute", initializer=stand_back
        )
        self._propose = ThreadPoolExecutor(
            PROPOSERS_AT_ONCE, thread_name_prefix="pairtune-proposer", initializer=stand_back
        )
        self.cancelled = threading.Event()

    def compute(
        self,
        work: Callable[[], object],
        then: Callable[[object], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Run a pure computation.

        Args:
            work: Runs on the compute thread.
            then: Takes its result on the optimizer thread.
            failed: Takes what it raised, there too.
        """
        self._submit(self._compute, work, then, failed)

    def propose(
        self,
        work: Callable[[], object],
        then: Callable[[object], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Run a proposer; arguments as for `compute`."""
        self._submit(self._propose, stoppable(work, self.cancelled), then, failed)

    def cancel_proposers(self) -> None:
        """Make every waiting model call of the proposers raise."""
        self.cancelled.set()
        self.cancelled = threading.Event()

    def close(self) -> None:
        """Stop both pools; what runs is waited for, what waits is dropped."""
        self.cancelled.set()
        self._propose.shutdown(wait=True, cancel_futures=True)
        self._compute.shutdown(wait=True, cancel_futures=True)

    def _submit(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[], object],
        then: Callable[[object], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        def report(future: Future[object]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            result = None if error is not None else future.result()
            self._inbox.post(Finished(then, failed, result, error), Urgency.BACKGROUND)

        pool.submit(work).add_done_callback(report)
