"""One run of the child process: it is started, spoken to, and heard until it ends."""

from __future__ import annotations

import asyncio
import itertools
import queue
import subprocess
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import IO

from optimizer.children import module_command, start_child
from optimizer.llm.frames import Frame, read_frame, write_frame
from optimizer.llm.wire import Attempt, CallFailed, Failure, Growing, RawReply

_STOP_S = 2.0
_START_S = 120.0


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Who waits for a reply, and who wants to know its text meanwhile."""

    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[RawReply]
    growing: Growing | None


class ChildProcess:
    """A child that lives; safe to use from any thread and from any event loop.

    Writing and reading have threads of their own: neither may ever hold up a loop.
    """

    def __init__(self) -> None:
        # Some providers find their keys in the environment alone.
        self._process = start_child(module_command("optimizer.llm.child"), keys=None, humble=True)
        self._lock = threading.Lock()
        self._waiting: dict[int, _Waiting] = {}
        self._numbers = itertools.count(1)
        self._outbox: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self._ready = threading.Event()
        self._broken = ""
        self._ended = False
        self._threads = [
            threading.Thread(target=self._read, name="model-replies", daemon=True),
            threading.Thread(target=self._write, name="model-attempts", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def process_id(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def usable(self) -> bool:
        """Whether it can be asked."""
        return self._ready.is_set() and not self._ended and self._process.poll() is None

    def wait_ready(self) -> None:
        """Block until the child can be asked; seconds.

        Raises:
            CallFailed: It ended, or did not get ready.
        """
        if not self._ready.wait(_START_S) or self._broken or self._ended:
            words = self._broken or "It ended before it was ready."
            raise CallFailed(Failure("client", words))

    async def call(self, attempt: Attempt, growing: Growing | None = None) -> RawReply:
        """Send an attempt and wait for its reply; a cancel closes the connection.

        Raises:
            CallFailed: No answer came, perhaps because the child ended.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[RawReply] = loop.create_future()
        number = next(self._numbers)
        with self._lock:
            if self._ended:
                raise CallFailed(_GONE)
            self._waiting[number] = _Waiting(loop, future, growing)
        self._outbox.put({"number": number, "attempt": asdict(attempt)})
        try:
            return await future
        except asyncio.CancelledError:
            self._outbox.put({"cancel": number})
            raise
        finally:
            with self._lock:
                self._waiting.pop(number, None)

    def end(self) -> None:
        """Close the child's standard input, which ends it, and help if it does not; blocks."""
        if not self._ready.is_set():
            self._process.kill()  # it is still loading, and reads nothing meanwhile
        self._outbox.put(None)
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join()

    def _write(self) -> None:
        stream = _pipe(self._process.stdin)
        with suppress(OSError):  # the child ended: the reading thread tells
            while (frame := self._outbox.get()) is not None:
                write_frame(stream, frame)
        with suppress(OSError):
            stream.close()

    def _read(self) -> None:
        stream = _pipe(self._process.stdout)
        while (frame := read_frame(stream)) is not None:
            if "number" in frame:
                self._deliver(frame)
            else:
                self._broken = str(frame.get("broken", ""))
                self._ready.set()
        stream.close()
        with self._lock:
            self._ended = True
            waiting, self._waiting = self._waiting, {}
        self._ready.set()
        self._outbox.put(None)
        self._process.wait()
        for one in waiting.values():
            _tell(one, CallFailed(_GONE))

    def _deliver(self, frame: Frame) -> None:
        with self._lock:
            waiting = self._waiting.get(frame["number"])
            if "so_far" not in frame:
                self._waiting.pop(frame["number"], None)
        if waiting is None:
            return  # it was cancelled meanwhile
        if "so_far" in frame:
            _grow(waiting, frame["so_far"])
        elif "reply" in frame:
            _tell(waiting, RawReply(**frame["reply"]))
        else:
            _tell(waiting, CallFailed(Failure(**frame["failure"])))


# What was under way may have been answered and charged, as with a broken connection.
_GONE = Failure("reset")


def _tell(waiting: _Waiting, outcome: RawReply | CallFailed) -> None:
    def tell() -> None:
        if waiting.future.done():
            return
        if isinstance(outcome, RawReply):
            waiting.future.set_result(outcome)
        else:
            waiting.future.set_exception(outcome)

    with suppress(RuntimeError):  # the loop was closed: nobody waits any more
        waiting.loop.call_soon_threadsafe(tell)


def _grow(waiting: _Waiting, text: str) -> None:
    def tell() -> None:
        if waiting.growing is not None and not waiting.future.done():
            waiting.growing(text)

    with suppress(RuntimeError):
        waiting.loop.call_soon_threadsafe(tell)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream
