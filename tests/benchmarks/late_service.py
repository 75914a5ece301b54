"""A `ModelService` without models that takes its time, so that the optimizer is at work."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from random import Random

from optimizer.records import CallRole, Request
from tests.benchmarks.big_project import output_text
from tests.fake_service import Done, FakeHandle, FakeService, Growing

SOONEST_S, LATEST_S = 0.05, 0.5


class LateService(FakeService):
    """Answers every request after 50 to 500 ms, on a thread of its own.

    Args:
        latest_s: The longest wait, seconds.
    """

    def __init__(self, latest_s: float = LATEST_S) -> None:
        super().__init__(answer)
        self._latest_s = latest_s
        self._due: list[tuple[float, int, FakeHandle, str]] = []
        self._count = itertools.count()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="late-service", daemon=True)
        self._thread.start()

    def submit(
        self, request: Request, done: Done, *, spare: int = 0, growing: Growing | None = None
    ) -> FakeHandle:
        """Answer later; see `ModelService.submit`."""
        handle = FakeHandle(request, done)
        wait = Random(request.hash).uniform(min(SOONEST_S, self._latest_s), self._latest_s)
        entry = (time.monotonic() + wait, next(self._count), handle, answer(request))
        with self._changed:
            heapq.heappush(self._due, entry)
            self._changed.notify()
        return handle

    def close(self) -> None:
        """Answer nothing more."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._closed:
                    return
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is None or wait > 0:
                    self._changed.wait(wait)
                    continue
                _, _, handle, text = heapq.heappop(self._due)
            handle.end(self._completion(handle.request, text))


def answer(request: Request) -> str:
    """Return 150 words for an answer, a verdict of a judge, or a writer's text."""
    rng = Random(request.hash)
    text = output_text(rng)
    if request.role is CallRole.JUDGE:
        return f"{text[:200]}\nVERDICT: {rng.choice(('1', '2', 'TIE'))}"
    return text if request.role is CallRole.ANSWER else text[:300]
