"""Thousands of calls at a server where every fifth request fails: nothing is lost or paid twice.

Run as `python -m tests.benchmarks.calls_soak --calls 10000`.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import queue
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from optimizer.calling.budget import Ledger
from optimizer.calling.call_book import LOST
from optimizer.calling.calls import Arrived, CallDesk, Reply
from optimizer.calling.drafts import Drafts
from optimizer.identity import UlidFactory
from optimizer.llm import CallPolicy, ModelService
from optimizer.llm.childcaller import ChildCaller
from optimizer.llm.pricing import PriceBook
from optimizer.project import create_project
from optimizer.records import CallRole, Caps, Completion, Message, ModelSpec, Parameters, Request
from optimizer.store import utc_now
from tests.fault_server import FaultServer, fault_server
from tests.small_project import small_draft

FAULTS = (
    *("429:0", "500", "502", "503", "529", "cut", "cut:close", "drop", "html", "broken", "none"),
    *(
        "empty",
        "filter",
        "context",
        "utf8",
        "chunked",
        "chunked:close",
        "object",
        "scalar",
        "length",
    ),
    *("no_choices", "slow:0.5", "error200", "no_usage", "early", "torn", "no_stream"),
)
Told = tuple[str, Completion | None]
"""The hash of a request, and its completion if there was one."""

_RARE = ("hang", "drip", "huge")
_RARE_EVERY = 500
_UNDER_WAY = 32
_DEADLINE_S = 10.0


@dataclass
class Soaked:
    """What the soak showed; memory in megabytes, after a fifth of the calls and at the end."""

    calls: int
    answered: int
    failed: int
    paid: int
    lost_booked: int
    cost_usd: float
    server_cost_usd: float
    seconds: float
    memory: tuple[float, float]
    child_memory: tuple[float, float]

    def __str__(self) -> str:
        return (
            f"{self.calls} calls: {self.answered} answered, {self.failed} reported as failed; "
            f"{self.paid} paid at the server, {self.lost_booked} booked as possibly paid; "
            f"{self.server_cost_usd:.6f} USD at the server, {self.cost_usd:.6f} booked; "
            f"{self.calls / self.seconds:.0f} calls/s; memory {self.memory[0]:.0f} -> "
            f"{self.memory[1]:.0f} MB, child {self.child_memory[0]:.0f} -> "
            f"{self.child_memory[1]:.0f} MB"
        )


def main() -> None:
    """Soak as long as is wished."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(soak(Path(folder), options.calls))
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def soak(folder: Path, number: int) -> Soaked:
    """Make so many calls through the call desk, and compare its books with the server's.

    Args:
        folder: Where the project is made.
        number: How many calls.

    Raises:
        AssertionError: A call was neither answered nor reported, or the books differ.
    """
    before = set(threading.enumerate())
    numbers = itertools.count(1)
    # What the server was sent is not kept, or its growth would hide ours.
    short: deque[object] = deque(maxlen=9)
    with fault_server(bodies=short, headers=deque(maxlen=9)) as server:
        server.plan = lambda body: _fault(len(server.ledger))
        server.answer = lambda body: f"answer {next(numbers)} " + "word " * 20
        caller = ChildCaller()
        policy = CallPolicy(16, deadline_s=_DEADLINE_S, first_pause_s=0.01, longest_pause_s=0.05)
        service = ModelService(
            lambda name: "canary-soak-0a81",
            lambda spec: None,  # type: ignore[arg-type, return-value]
            policy=policy,
            prices=PriceBook({}),
            caller=caller,
        )
        found = _soak(folder, server, service, caller, number)
        service.close()
        assert server.in_flight == 0
    for thread in set(threading.enumerate()) - before:
        if thread.name.startswith("model-"):
            thread.join(30)
            assert not thread.is_alive(), thread.name
    return found


def _fault(number: int) -> str:
    if number % _RARE_EVERY == _RARE_EVERY - 1:
        return _RARE[(number // _RARE_EVERY) % len(_RARE)]
    return FAULTS[(number // 5) % len(FAULTS)] if number % 5 == 4 else "ok"


def _soak(
    folder: Path, server: FaultServer, service: ModelService, caller: ChildCaller, number: int
) -> Soaked:
    inbox: queue.SimpleQueue[Arrived] = queue.SimpleQueue()
    replies: list[Told] = []

    def keep(reply: Reply) -> None:
        replies.append((reply.request.hash, reply.completion))

    seen = Drafts(lambda grew: None)
    marks: list[tuple[float, float]] = []
    began = time.monotonic()
    spec = ModelSpec("openai/m", server.base_url, "key", price_in=1.0, price_out=2.0)
    with create_project(folder / "soak.pairtune", small_draft()) as store:
        ledger = Ledger(Caps(cost_usd=100.0))
        desk = CallDesk(store, service, ledger, inbox.put, UlidFactory(), utc_now)
        asked = 0
        while len(replies) < number:
            while asked < number and desk.in_flight < _UNDER_WAY:
                message = Message("user", f"question number {asked} " + "filling " * 30)
                asked += 1
                desk.obtain(
                    Request(CallRole.ANSWER, spec, (message,), Parameters(), max_tokens=40),
                    keep,
                    # Every third answer is streamed, as if somebody waited to see it.
                    growing=None if asked % 3 else seen.grow,
                )
            with store.atomic():
                desk.arrive(inbox.get(timeout=120))
            if len(replies) in (number // 5, number) and len(marks) < 2:
                marks.append((_megabytes(os.getpid()), _megabytes(caller.process_id)))
        assert inbox.empty()
        assert desk.in_flight == ledger.held.calls == 0
        assert _tasks(service) == 0, "tasks were left behind"
        assert store.check() == []
        calls = store.calls()
        spend = store.spend()[CallRole.ANSWER]
        assert spend.calls == ledger.spent.calls
        assert abs(spend.cost_usd - ledger.spent.cost_usd) < 1e-6
    _compare(server, replies, number)
    answered = [told for _, told in replies if told is not None]
    paid = server.paid
    assert len(paid) <= spend.calls
    charged = sum(entry.tokens_in + 2 * entry.tokens_out for entry in paid) / 1e6
    assert charged <= spend.cost_usd + 1e-9
    return Soaked(
        calls=number,
        answered=len(answered),
        failed=number - len(answered),
        paid=len(paid),
        lost_booked=sum(call.finish == LOST for call in calls),
        cost_usd=spend.cost_usd,
        server_cost_usd=charged,
        seconds=time.monotonic() - began,
        memory=(marks[0][0], marks[1][0]),
        child_memory=(marks[0][1], marks[1][1]),
    )


def _compare(server: FaultServer, replies: list[Told], number: int) -> None:
    """Compare the answered calls with the server's own books, to the token."""
    assert len({asked for asked, _ in replies}) == number, "each is told once"
    good = {entry.text: entry for entry in server.ledger if entry.fault in ("ok", "slow")}
    whole = [told for _, told in replies if told is not None and told.text in good]
    # Every answer that the server sent whole has arrived, was kept, and was counted as it counts.
    assert len(whole) == len({completion.text for completion in whole}) == len(good)
    for completion in whole:
        entry = good[completion.text]
        assert (completion.tokens_in, completion.tokens_out) == (entry.tokens_in, entry.tokens_out)
        assert completion.cost_usd is not None
        assert abs(completion.cost_usd - (entry.tokens_in + 2 * entry.tokens_out) / 1e6) < 1e-12
    prompts = [entry.prompt for entry in server.ledger if entry.fault in ("ok", "slow")]
    assert len(set(prompts)) == len(prompts), "an answered call was paid for again"


def _tasks(service: ModelService) -> int:
    """Return how many tasks of calls are left on the service's loop."""
    counts: queue.SimpleQueue[int] = queue.SimpleQueue()
    look: Callable[[], None] = lambda: counts.put(len(asyncio.all_tasks()))  # noqa: E731
    service._thread.post(look)
    return counts.get(timeout=10)


def _megabytes(process_id: int | None) -> float:
    place = Path(f"/proc/{process_id}/statm")
    return int(place.read_text().split()[1]) * 4096 / 1e6 if place.exists() else 0.0


if __name__ == "__main__":
    main()
