"""Sends attempts through the child process, and starts it again when it died."""

from __future__ import annotations

import threading
import time
from collections import deque

from optimizer.llm.childprocess import ChildProcess
from optimizer.llm.threads import in_thread
from optimizer.llm.wire import Attempt, CallFailed, Failure, Growing, RawReply

_MOST_RESTARTS = 4
_WINDOW_S = 120.0
_FIRST_PAUSE_S = 0.25


class ChildCaller:
    """The one child process of a service, started on first use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: ChildProcess | None = None
        self._starts: deque[float] = deque(maxlen=_MOST_RESTARTS + 1)
        self._closing = threading.Event()

    @property
    def process_id(self) -> int | None:
        """The child's process id while it lives."""
        child = self._child
        return child.process_id if child is not None and child.usable else None

    async def load(self) -> None:
        """Start the child unless it lives, and wait until it can be asked.

        Raises:
            CallFailed: It cannot be started, or died too often.
        """
        await self._living()

    async def call(self, attempt: Attempt, growing: Growing | None = None) -> RawReply:
        """Send one attempt; see `optimizer.llm.wire.Caller`."""
        child = await self._living()
        return await child.call(attempt, growing)

    async def close(self) -> None:
        """End the child; the caller cannot be used any more."""
        self._closing.set()
        await in_thread(self._end, "model-child-end")

    async def _living(self) -> ChildProcess:
        child = self._child
        if child is not None and child.usable:
            return child
        return await in_thread(self._start, "model-child-start")

    def _start(self) -> ChildProcess:
        with self._lock:
            child = self._child
            if child is not None and child.usable:
                return child
            self._pause_before_restart()
            child = self._child = ChildProcess()
            try:
                child.wait_ready()
            except CallFailed:
                child.end()
                raise
            return child

    def _pause_before_restart(self) -> None:
        now = time.monotonic()
        recent = sum(1 for started in self._starts if now - started < _WINDOW_S)
        if recent > _MOST_RESTARTS:
            raise CallFailed(Failure("client", f"It ended by itself {recent} times."))
        pause = _FIRST_PAUSE_S * 2 ** (recent - 1) if recent else 0.0
        if self._closing.wait(pause):
            raise CallFailed(Failure("cancelled"))
        self._starts.append(time.monotonic())

    def _end(self) -> None:
        child = self._child
        if child is not None:
            child.end()
        with self._lock:  # one that was being started at this moment
            late = self._child
        if late is not None and late is not child:
            late.end()
