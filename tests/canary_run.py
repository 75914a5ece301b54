"""Does everything that may go wrong with a model, with a key that must never be seen again.

Run as a process of its own by `tests/optimizer/test_canary.py`, which searches what it leaves.
"""

from __future__ import annotations

import itertools
import logging
import queue
import sys
import threading
import traceback
from pathlib import Path

from optimizer.calling.budget import Ledger
from optimizer.calling.calls import Arrived, CallDesk
from optimizer.commands import Resume
from optimizer.errors import WorldFault
from optimizer.events import VoteStored
from optimizer.export import PROMPT_FORMATS, Provenance, export_prompt
from optimizer.identity import UlidFactory
from optimizer.llm import CallPolicy, ModelService
from optimizer.llm.pricing import PriceBook
from optimizer.local.model import Endpoint
from optimizer.project import create_project
from optimizer.records import CallRole, Caps, Message, ModelSpec, Parameters, Request
from optimizer.store import utc_now
from tests.fault_server import FaultServer, fault_server
from tests.server_faults import FAULTS
from tests.small_project import Hand, small_draft

_PROVENANCE = Provenance("Replies", 1, None, None, None, None, "2026-01-01", "m", "Start")
_ENDLESS = {"hang", "head", "drip"}


def main() -> None:
    """Read the key from standard input; everything said and written is for the search."""
    key = sys.stdin.readline().strip()
    folder = Path.cwd()
    logging.basicConfig(filename=folder / "everything.log", level=logging.DEBUG)
    with fault_server() as server:
        service = _service(key)
        _work(folder / "canary.pairtune", server, service)
        _desk(folder / "faults.pairtune", server, service)
        _test_button(server, service)
        service.close()
        assert any(key in headers.get("authorization", "") for headers in server.headers)
        print("sent")
    _bug(key)


def _service(key: str) -> ModelService:
    def endpoint(spec: ModelSpec) -> Endpoint:
        raise ZeroDivisionError(f"a bug that quotes {key}")

    policy = CallPolicy(
        deadline_s=2.0, first_pause_s=0.001, longest_pause_s=0.002, breaker_faults=10_000
    )
    return ModelService(lambda name: key, endpoint, policy=policy, prices=PriceBook({}))


def _work(path: Path, server: FaultServer, service: ModelService) -> None:
    """Play a run in which every other request fails in a way of its own."""
    kinds = itertools.cycle(sorted(set(FAULTS) - _ENDLESS))
    server.plan = lambda body: next(kinds) if len(server.ledger) % 2 else "ok"
    server.answer = lambda body: f"answer {len(server.ledger)}"
    spec = _spec(server)
    models = {CallRole.ANSWER: spec, CallRole.WRITE: spec}
    hand = Hand.create(path, small_draft(rows=90, models=models), service)
    enough = threading.Event()

    def urge() -> None:
        """Go on whatever stopped the work, as a stubborn person would."""
        while not enough.wait(0.2):
            hand.post(Resume())

    urging = threading.Thread(target=urge)
    urging.start()
    for _ in range(10):
        hand.vote()
        hand.wait(lambda event: event if isinstance(event, VoteStored) else None)
    enough.set()
    urging.join()
    hand.until(lambda: hand.pool is not None)
    assert hand.pool is not None
    candidate = hand.pool.candidates[0].candidate
    hand.close()
    for event in hand.events:
        print(repr(event))
    for form in PROMPT_FORMATS:
        Path(f"export.{form}").write_text(export_prompt(candidate, form, _PROVENANCE))
    server.plan = None


def _desk(path: Path, server: FaultServer, service: ModelService) -> None:
    """Store every fault in a project file."""
    arrived: queue.SimpleQueue[Arrived] = queue.SimpleQueue()
    with create_project(path, small_draft()) as store:
        desk = CallDesk(store, service, Ledger(Caps()), arrived.put, UlidFactory(), utc_now)
        for fault in FAULTS:
            # Often enough to outlast every retry.
            server.script(*[fault] * (1 if fault in _ENDLESS else 6))
            message = Message("user", fault)
            asked = Request(CallRole.ANSWER, _spec(server), (message,), Parameters(), 9)
            desk.obtain(asked, print)
            desk.arrive(arrived.get(timeout=60))
            server.unscript()


def _spec(server: FaultServer) -> ModelSpec:
    return ModelSpec("openai/m", server.base_url, "canary", price_in=1.0, price_out=1.0)


def _test_button(server: FaultServer, service: ModelService) -> None:
    for fault in ("ok", "401", "500", "cut", "html", "error200", "400"):
        server.script(*[fault] * 6)
        try:
            print(service.test(_spec(server)))
        except WorldFault as told:
            print(repr(told), vars(told))
            traceback.print_exception(told)
        server.unscript()
    try:
        service.test(ModelSpec())
    except WorldFault as told:
        traceback.print_exception(told)


def _bug(key: str) -> None:
    """A child that cannot be reached, with the key in what it was to be sent."""
    service = _service(key)
    try:
        service.test(ModelSpec(f"openai/{key}", "http://127.0.0.1:9/v1", "canary"))
    except WorldFault as told:
        traceback.print_exception(told)
    service.close()


if __name__ == "__main__":
    main()
