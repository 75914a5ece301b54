"""Plays the run of a method until the writer is asked once too often, then waits to be killed.

    python -m tests.optimizer.method_run FILE METHOD WRITES

Each question is told on standard output by its hash before it is answered; the last one is not.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from optimizer.records import CallRole, Request
from tests.optimizer.scripted_run import ScriptedService, by_request, labelled_draft
from tests.small_project import Hand


def main(path: Path, method: str, writes: int) -> None:
    """Play until killed."""
    asked = 0

    def answer(request: Request) -> str:
        nonlocal asked
        asked += request.role is CallRole.WRITE
        print(request.hash, flush=True)
        if asked == writes:
            print("waiting", flush=True)
            time.sleep(3600)
        return by_request(request)

    hand = Hand.create(path, labelled_draft(method), ScriptedService(answer, threaded=True))
    while True:
        hand.wait(lambda event: event)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
