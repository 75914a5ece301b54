"""A run that is killed again and again: nothing acknowledged is lost, no cap is passed.

Run as `python -m tests.benchmarks.calls_kills --kills 200`. The engine runs in a process of its own
against a server that fails now and then, votes as fast as pairs come, and is killed (SIGKILL) at
random moments. After each kill the file is opened and compared with the server's own ledger.
"""

from __future__ import annotations

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import IO

from optimizer.calling.call_book import LOST
from optimizer.errors import WorldFault
from optimizer.events import VoteStored
from optimizer.llm import CallPolicy, ModelService
from optimizer.llm.pricing import PriceBook
from optimizer.project import create_project
from optimizer.records import CallRole, Caps, ModelSpec, Verdict
from optimizer.store import Store
from tests.fault_server import Body, FaultServer, fault_server
from tests.small_project import Hand, small_draft

_FAULTS = ("429:0", "500", "cut", "drop", "503", "html")
_ROUND = 20  # an older project has all the outputs that it wants
_CALLS_PER_KILL = 18  # so that the cap is reached before the last kills
_BEGIN_S = 15.0  # nothing begins any more once the cap is reached
_KEY = "canary-kills-51c0e7"


@dataclass
class Found:
    """What the kills showed."""

    kills: int = 0
    votes: int = 0
    acknowledged: set[str] = field(default_factory=set)
    answers: int = 0
    paid: int = 0
    lost: int = 0
    booked_calls: int = 0
    cap: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills: {len(self.acknowledged)} votes acknowledged, "
            f"{self.votes} stored; "
            f"{self.paid} answers paid at the server, {self.answers} stored, "
            f"{self.paid - self.answers} lost in flight, {self.lost} booked as possibly paid; "
            f"booked {self.booked_calls} of {self.cap} calls allowed"
        )


def main() -> None:
    """Kill as often as is wished, or be the process that is killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--longest", type=float, default=3.0, help="seconds of play at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--play", nargs=2, metavar=("FILE", "ADDRESS"))
    options = parser.parse_args()
    if options.play:
        _play(Path(options.play[0]), options.play[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), options.kills, options.longest, options.seed, print_each=True)
    print(found)


def run(
    folder: Path, kills: int, longest_s: float, seed: int, *, print_each: bool = False
) -> Found:
    """Kill a run so often, and check the file after each kill.

    Args:
        folder: Where the project is made.
        kills: How often.
        longest_s: How long is played at most before a kill.
        seed: Of the moments.
        print_each: Whether to print what each kill showed.

    Raises:
        AssertionError: Something was lost, or a cap was passed.
    """
    rng = Random(seed)
    rounds = [min(_ROUND, kills - begun) for begun in range(0, kills, _ROUND)]
    every = [
        _round(folder / f"killed-{number}.pairtune", size, longest_s, rng, print_each)
        for number, size in enumerate(rounds)
    ]
    return Found(
        kills=sum(found.kills for found in every),
        votes=sum(found.votes for found in every),
        acknowledged=set().union(*(found.acknowledged for found in every)),
        answers=sum(found.answers for found in every),
        paid=sum(found.paid for found in every),
        lost=sum(found.lost for found in every),
        booked_calls=sum(found.booked_calls for found in every),
        cap=sum(found.cap for found in every),
    )


def _round(path: Path, kills: int, longest_s: float, rng: Random, print_each: bool) -> Found:
    """Kill a run of one project so often."""
    found = Found(cap=_CALLS_PER_KILL * kills)
    with fault_server(plan=None, latency=0.05) as server:
        numbers = itertools.count(1)
        server.answer = lambda body: f"{next(numbers)}: {_words(body)}"
        server.plan = lambda body: _fault(len(server.ledger))
        create_project(path, _draft(server.base_url, found.cap)).close()
        for _ in range(kills):
            _kill_once(path, server, found, rng, longest_s)
            _check(path, server, found)
            if print_each:
                print(found, flush=True)
    return found


def _fault(number: int) -> str:
    return _FAULTS[(number // 10) % len(_FAULTS)] if number % 10 == 9 else "ok"


def _words(body: Body) -> str:
    return f"an answer to {len(str(body['messages']))} letters"


def _draft(address: str, calls: int):  # type: ignore[no-untyped-def]
    spec = ModelSpec("openai/m", address, "key", price_in=1.0, price_out=2.0)
    caps = Caps(calls=calls, cost_usd=1.0)
    models = {CallRole.ANSWER: spec, CallRole.WRITE: spec}
    return small_draft(rows=600, caps=caps, models=models)


def _service() -> ModelService:
    policy = CallPolicy(deadline_s=30, first_pause_s=0.01, longest_pause_s=0.05)
    return ModelService(
        lambda name: _KEY,
        lambda spec: None,  # type: ignore[arg-type, return-value]
        policy=policy,
        prices=PriceBook({}),
    )


def _play(path: Path, address: str) -> None:
    """Vote until the kill comes; each vote that the engine acknowledged is printed."""
    hand = Hand.open(path, _service())
    print("open", flush=True)
    rng = Random(time.time())
    while True:
        try:
            hand.vote(rng.choice(list(Verdict)))
            told = hand.wait(lambda event: event if isinstance(event, VoteStored) else None)
        except AssertionError as error:
            if "waited in vain" not in str(error):
                raise
            continue
        print(told.reveal.vote_id, flush=True)
        threading.Event().wait(0.02)


def _kill_once(
    path: Path, server: FaultServer, found: Found, rng: Random, longest_s: float
) -> None:
    """Kill after a random time, from the opening, from the first vote or from the first call on."""
    command = [sys.executable, "-m", "tests.benchmarks.calls_kills"]
    voted = threading.Event()
    lines: list[str] = []
    with subprocess.Popen(
        [*command, "--play", str(path), server.base_url], stdout=subprocess.PIPE, text=True
    ) as engine:
        assert engine.stdout is not None
        assert engine.stdout.readline() == "open\n"

        def read(stream: IO[str]) -> None:
            for line in stream:
                lines.append(line)
                voted.set()

        reader = threading.Thread(target=read, args=(engine.stdout,))
        reader.start()
        if rng.random() < 1 / 3:
            voted.wait(_BEGIN_S)
        elif rng.random() < 2 / 3:
            _wait_for_call(server)
        threading.Event().wait(longest_s * rng.random())
        assert engine.poll() is None, "the engine ended by itself"
        engine.kill()
        reader.join()
    found.kills += 1
    # The last line may be half a line.
    found.acknowledged.update(line.strip() for line in lines if line.endswith("\n"))
    while server.in_flight:
        threading.Event().wait(0.01)


def _wait_for_call(server: FaultServer) -> None:
    known, ends = len(server.ledger), time.monotonic() + _BEGIN_S
    while len(server.ledger) == known and time.monotonic() < ends:
        threading.Event().wait(0.02)


def _check(path: Path, server: FaultServer, found: Found) -> None:
    with Store.open(path) as store:
        assert store.check() == []
        votes = {vote.id for vote in store.votes()}
        calls = store.calls()
        spend = store.spend()
        texts = [store.find_completion(call.request_hash) for call in calls if call.error is None]
    stored = [completion.text for _, completion in filter(None, texts)]
    assert found.acknowledged <= votes, "an acknowledged vote is lost"
    paid = [entry for entry in server.ledger if entry.paid]
    # No two answers of the server are alike, so each text stands for one of its entries.
    assert len(set(stored)) == len(stored)
    assert set(stored) <= {entry.text for entry in paid}
    hashes = [call.request_hash for call in calls if call.error is None]
    assert len(set(hashes)) == len(hashes), "a stored call was paid for again"
    lost = sum(call.finish == LOST for call in calls)
    assert len(paid) - len(stored) <= lost, "something was paid for that is not booked"
    booked = sum(role.calls for role in spend.values())
    cost = sum(role.cost_usd for role in spend.values())
    assert len(paid) <= booked <= found.cap
    assert sum(entry.tokens_in + 2 * entry.tokens_out for entry in paid) / 1e6 <= cost <= 1.0
    found.votes, found.answers, found.paid = len(votes), len(stored), len(paid)
    found.lost, found.booked_calls = lost, booked


if __name__ == "__main__":
    os.environ.setdefault("PAIRTUNE_HOME", tempfile.gettempdir())
    try:
        main()
    except WorldFault as fault:
        sys.exit(str(fault))
