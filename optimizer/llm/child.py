"""The process that asks the models: litellm on one event loop, until the program goes.

It runs apart because litellm takes some 7 ms of processor time per call, which a window in the same
process shows. Standard input carries attempts and cancels, standard output the replies, both as
frames; keys come in the attempts alone. When standard input closes, the program has ended, however
it ended, and so does this process.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any

from optimizer.llm.errorreading import read_error
from optimizer.llm.frames import Frame, read_frame, write_frame
from optimizer.llm.wire import Attempt, CallFailed

if TYPE_CHECKING:
    from optimizer.llm.litellm_caller import LitellmCaller

_TELL_EVERY_S = 0.1  # faster than anybody reads
_NICENESS = 5  # the window shares these cores, and comes first


def main() -> int:
    """Serve until standard input closes.

    Returns:
        The exit code, only if litellm cannot be loaded; a frame has said why.
    """
    answers = _take_standard_output()
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(_NICENESS)
    try:
        from optimizer.llm.litellm_caller import LitellmCaller

        caller = LitellmCaller()
    except Exception as error:  # noqa: BLE001 - a broken installation; the program words it
        write_frame(answers, {"broken": f"{type(error).__name__}: {error}"})
        return 1
    asyncio.run(_serve(caller, answers))
    return 0


def _take_standard_output() -> IO[bytes]:
    """Keep standard output for the frames: what a library prints goes where errors go."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


async def _serve(caller: LitellmCaller, answers: IO[bytes]) -> None:
    desk = _Desk(caller, answers)
    loop = asyncio.get_running_loop()

    def read() -> None:
        while (frame := read_frame(sys.stdin.buffer)) is not None:
            loop.call_soon_threadsafe(desk.take, frame)
        os._exit(0)  # at once: nobody is left to read an answer, and every connection closes

    threading.Thread(target=read, name="frames", daemon=True).start()
    write_frame(answers, {"ready": True})
    await loop.create_future()


class _Desk:
    """The attempts under way, by number."""

    def __init__(self, caller: LitellmCaller, answers: IO[bytes]) -> None:
        self._caller = caller
        self._answers = answers
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def take(self, frame: Frame) -> None:
        """Start an attempt, or cancel one."""
        if "cancel" in frame:
            task = self._tasks.get(frame["cancel"])
            if task is not None:
                task.cancel()
            return
        number = frame["number"]
        task = asyncio.get_running_loop().create_task(self._answer(number, frame["attempt"]))
        self._tasks[number] = task
        task.add_done_callback(lambda _: self._tasks.pop(number))

    async def _answer(self, number: int, values: dict[str, Any]) -> None:
        attempt = Attempt(**values)
        told = time.monotonic()

        def growing(text: str) -> None:
            nonlocal told
            if time.monotonic() - told >= _TELL_EVERY_S:
                told = time.monotonic()
                with suppress(OSError):
                    write_frame(self._answers, {"number": number, "so_far": text})

        try:
            reply = await self._caller.call(attempt, growing)
        except CallFailed as failed:
            frame: Frame = {"number": number, "failure": asdict(failed.failure)}
        except Exception as error:  # noqa: BLE001 - whatever litellm raises has a name as a fault
            frame = {"number": number, "failure": asdict(read_error(error))}
        else:
            frame = {"number": number, "reply": asdict(reply)}
        with suppress(OSError):  # the program ended meanwhile
            write_frame(self._answers, frame)


if __name__ == "__main__":
    raise SystemExit(main())
