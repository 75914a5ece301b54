"""A scripted server and real services that speak to it."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Callable, Iterator

import pytest

from optimizer.errors import WorldFault
from optimizer.llm import CallPolicy, ModelService
from optimizer.llm.childcaller import ChildCaller
from optimizer.llm.pricing import PriceBook
from optimizer.local.model import Endpoint
from optimizer.records import CallRole, Completion, Message, ModelSpec, Parameters, Request
from tests.fault_server import FaultServer, fault_server

CANARY = "canary-7f3a91c25d8e46b0"

# Patient enough for a busy machine where a call should succeed, quick where it should be repeated.
QUICK = CallPolicy(deadline_s=20.0, first_pause_s=0.01, longest_pause_s=0.02)
HASTY = CallPolicy(deadline_s=0.4, first_pause_s=0.01, longest_pause_s=0.02)

MakeService = Callable[..., ModelService]


def hosted(server: FaultServer, **values: object) -> ModelSpec:
    """Return a model that the server answers for, at one and two dollars per million tokens."""
    settings: dict[str, object] = {"price_in": 1.0, "price_out": 2.0, "key_name": "canary"}
    return ModelSpec("openai/test-model", server.base_url, **(settings | values))  # type: ignore[arg-type]


def request(spec: ModelSpec, text: str = "hello there", *, max_tokens: int = 20) -> Request:
    """Return a short request."""
    return Request(
        CallRole.ANSWER, spec, (Message("user", text),), Parameters(), max_tokens=max_tokens
    )


class Inbox:
    """Receives outcomes from the service's thread."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[Request, Completion | WorldFault]] = (
            queue.SimpleQueue()
        )

    def __call__(self, asked: Request, outcome: Completion | WorldFault) -> None:
        self._queue.put((asked, outcome))

    def next(self) -> Completion | WorldFault:
        """Return the next outcome; the test fails if none comes."""
        return self.take_pairs(1)[0][1]

    def take_pairs(self, number: int) -> list[tuple[Request, Completion | WorldFault]]:
        """Return so many outcomes, each with its request."""
        return [self._queue.get(timeout=60) for _ in range(number)]

    def take(self, number: int) -> list[Completion | WorldFault]:
        """Return so many outcomes, in order of arrival."""
        return [self.next() for _ in range(number)]

    @property
    def empty(self) -> bool:
        """Whether no outcome is waiting."""
        return self._queue.empty()


def call(service: ModelService, asked: Request, *, spare: int = 0) -> Completion | WorldFault:
    """Make a call and wait for its outcome."""
    inbox = Inbox()
    service.submit(asked, inbox, spare=spare)
    return inbox.next()


class Shared:
    """Sends attempts through one child process for all tests: starting one takes seconds."""

    def __init__(self) -> None:
        self._caller = ChildCaller()
        self.load = self._caller.load
        self.call = self._caller.call

    async def close(self) -> None:
        """Leave it to the other tests."""

    def end(self) -> None:
        """End the child process."""
        asyncio.run(self._caller.close())


@pytest.fixture(scope="session")
def shared_caller() -> Iterator[Shared]:
    """The one caller of all tests that do not start, break or end one of their own."""
    shared = Shared()
    yield shared
    shared.end()


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """A scripted server."""
    with fault_server() as running:
        yield running


@pytest.fixture
def make_service(server: FaultServer, shared_caller: Shared) -> Iterator[MakeService]:
    """Make services that find the canary key, and end them after the test."""
    made = []

    def make(policy: CallPolicy = QUICK, **parts: object) -> ModelService:
        settings: dict[str, object] = {
            "keys": lambda name: CANARY if name == "canary" else None,
            "endpoint": lambda spec: Endpoint(server.base_url, CANARY, "bundled", 2048, 4),
            "prices": PriceBook({}),
            "caller": shared_caller,
        }
        service = ModelService(policy=policy, **(settings | parts))  # type: ignore[arg-type]
        made.append(service)
        return service

    yield make
    for service in made:
        service.close()


@pytest.fixture
def service(make_service: MakeService) -> ModelService:
    """A service with short pauses."""
    return make_service()
