"""Throughput of the model client against raw httpx, and what it does to the window's timer.

Run as `python -m tests.benchmarks.calls_speed`. The server (200 ms latency) is another process, as
in life; the timer ticks every 5 ms on the main thread, where a window would have its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from optimizer.llm import CallPolicy, ModelService
from optimizer.llm.pricing import PriceBook
from optimizer.records import CallRole, Completion, Message, ModelSpec, Parameters, Request
from tests.fault_server import fault_server

_LATENCY_S = 0.2
_TICK_S = 0.005
_CONCURRENCY = (16, 64)


@dataclass
class Jitter:
    """The timer's intervals in milliseconds, sorted."""

    intervals: list[float]

    def __str__(self) -> str:
        last = len(self.intervals) - 1
        half, most = self.intervals[last // 2], self.intervals[int(last * 0.99)]
        return f"{half:.1f} / {most:.1f} / {self.intervals[last]:.1f}"


def main() -> None:
    """Start the server, and measure from a process beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=12, help="calls per slot")
    parser.add_argument("--at", default="", help="the server's address; one is started without it")
    options = parser.parse_args()
    if options.at:
        _measure(options.at, options.rounds)
        return
    with fault_server(latency=_LATENCY_S) as server:
        command = [sys.executable, "-m", "tests.benchmarks.calls_speed"]
        subprocess.run([*command, f"--rounds={options.rounds}", f"--at={server.base_url}"])


def _measure(address: str, rounds: int) -> None:
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"idle timer: p50 / p99 / max ms {_ticking(lambda: time.sleep(2))[1]}")
    with_first_call = True
    for slots in _CONCURRENCY:
        service = ModelService(
            lambda name: None,
            lambda spec: None,  # type: ignore[arg-type, return-value]
            policy=CallPolicy(concurrency=slots),
            prices=PriceBook({}),
        )
        took, jitter = _ticking(partial(_ask, service, address, 1, "first"))
        if with_first_call:
            print(f"start and first call: {took:.1f} s, timer {jitter}")
        with_first_call = False
        number = slots * rounds
        raw, raw_jitter = _ticking(partial(_run_raw, address, number, slots))
        took, jitter = _ticking(partial(_ask, service, address, number, str(slots)))
        service.close()
        print(
            f"{slots} at once: client {number / took:.0f} calls/s, raw httpx {number / raw:.0f}, "
            f"ratio {raw / took:.2f}; timer {jitter} (beside raw httpx {raw_jitter})"
        )
    print(f"load {os.getloadavg()[0]:.1f}")


def _ticking(work: Callable[[], object]) -> tuple[float, Jitter]:
    """Do the work on a thread while this one ticks."""
    intervals: list[float] = []
    worker = threading.Thread(target=work)
    begun = last = time.perf_counter()
    worker.start()
    while worker.is_alive():
        time.sleep(_TICK_S)
        now = time.perf_counter()
        intervals.append((now - last) * 1000)
        last = now
    return last - begun, Jitter(sorted(intervals))


def _ask(service: ModelService, address: str, number: int, name: str) -> None:
    spec = ModelSpec("openai/m", address, price_in=1.0, price_out=1.0)
    finished = threading.Event()
    outcomes: list[object] = []

    def done(_: Request, outcome: object) -> None:
        outcomes.append(outcome)
        if len(outcomes) == number:
            finished.set()

    for index in range(number):
        message = Message("user", f"{name} {index} " + "some words of a prompt " * 50)
        request = Request(CallRole.ANSWER, spec, (message,), Parameters(), max_tokens=300)
        service.submit(request, done)
    finished.wait()
    failed = [outcome for outcome in outcomes if not isinstance(outcome, Completion)]
    assert not failed, failed[0]


def _run_raw(address: str, number: int, slots: int) -> None:
    asyncio.run(_raw(address, number, slots))


async def _raw(address: str, number: int, slots: int) -> None:
    import httpx

    gate = asyncio.Semaphore(slots)
    limits = httpx.Limits(max_connections=slots, max_keepalive_connections=slots)
    async with httpx.AsyncClient(limits=limits, timeout=60) as client:

        async def one(index: int) -> None:
            content = f"raw {index} " + "some words of a prompt " * 50
            body = {"model": "m", "messages": [{"role": "user", "content": content}]}
            async with gate:
                (await client.post(f"{address}/chat/completions", json=body)).json()

        await asyncio.gather(*(one(index) for index in range(number)))


if __name__ == "__main__":
    main()
