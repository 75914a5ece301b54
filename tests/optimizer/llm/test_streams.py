"""Answers that are shown while they are written."""

from __future__ import annotations

import threading

import pytest

from optimizer.errors import ModelFault, WorldFault
from optimizer.llm import ModelService
from optimizer.llm.wire import LONGEST_TEXT
from optimizer.records import Completion, Request
from tests.fault_server import FaultServer
from tests.optimizer.llm.conftest import Inbox, MakeService, hosted, request


def streamed(
    service: ModelService, asked: Request, *, spare: int = 0
) -> tuple[Completion | WorldFault, list[str]]:
    """Make a call and return its outcome with every text that was told before it."""
    inbox, told = Inbox(), []
    service.submit(asked, inbox, spare=spare, growing=lambda _, text: told.append(text))
    return inbox.next(), told


def test_a_streamed_answer_is_the_same_as_a_whole_one(
    service: ModelService, server: FaultServer
) -> None:
    outcome, _ = streamed(service, request(hosted(server), "one two three"))
    assert isinstance(outcome, Completion)
    assert server.bodies[0]["stream"] is True
    assert outcome.text == "echo: one two three"
    assert outcome.finish == "stop"
    assert (outcome.tokens_in, outcome.tokens_out) == (3, 4)
    assert outcome.cost_usd == pytest.approx((3 * 1.0 + 4 * 2.0) / 1_000_000)


def test_the_text_grows_until_it_is_whole(service: ModelService, server: FaultServer) -> None:
    server.script("words:0.06")
    server.answer = lambda body: "a b c d e f g h"
    outcome, told = streamed(service, request(hosted(server)))
    assert isinstance(outcome, Completion)
    assert told
    assert told == sorted(set(told), key=len)
    assert all(outcome.text.startswith(text) for text in told)


def test_what_nobody_waits_to_see_is_not_streamed(
    service: ModelService, server: FaultServer
) -> None:
    inbox = Inbox()
    service.submit(request(hosted(server)), inbox)
    assert isinstance(inbox.next(), Completion)
    assert "stream" not in server.bodies[0]


@pytest.mark.parametrize("fault", ["early", "torn"])
def test_a_stream_that_ends_early_is_no_answer(
    service: ModelService, server: FaultServer, fault: str
) -> None:
    server.script(fault)
    outcome, _ = streamed(service, request(hosted(server), "one two three four"))
    assert isinstance(outcome, ModelFault)
    assert (outcome.kind, outcome.attempts, outcome.lost_attempts) == ("reset", 1, 1)


@pytest.mark.parametrize("fault", ["early", "torn"])
def test_a_lost_stream_is_asked_for_again_as_a_whole(
    service: ModelService, server: FaultServer, fault: str
) -> None:
    server.script(fault)
    outcome, _ = streamed(service, request(hosted(server), "one two three four"), spare=1)
    assert isinstance(outcome, Completion)
    assert (outcome.text, outcome.lost_attempts) == ("echo: one two three four", 1)
    assert ["stream" in body for body in server.bodies] == [True, False]


def test_a_server_without_streams_is_asked_for_whole_answers_from_then_on(
    service: ModelService, server: FaultServer
) -> None:
    server.script("no_stream", "no_stream")
    first, _ = streamed(service, request(hosted(server), "one"))
    second, _ = streamed(service, request(hosted(server), "two"))
    assert isinstance(first, Completion)
    assert isinstance(second, Completion)
    assert ["stream" in body for body in server.bodies] == [True, False, False]
    assert first.lost_attempts == 0


def test_a_stream_without_a_count_is_booked_at_its_bound(
    service: ModelService, server: FaultServer
) -> None:
    server.script("no_usage")
    asked = request(hosted(server))
    outcome, _ = streamed(service, asked)
    assert isinstance(outcome, Completion)
    assert outcome.tokens_out >= 3
    assert outcome.tokens_in + outcome.tokens_out <= service.worst_case(asked).tokens


def test_a_length_stop_of_a_stream_is_kept_and_marked(
    service: ModelService, server: FaultServer
) -> None:
    server.script("length")
    outcome, _ = streamed(service, request(hosted(server)))
    assert isinstance(outcome, Completion)
    assert outcome.truncated
    assert outcome.text == "cut off in the mid"


@pytest.mark.parametrize(("fault", "kind"), [("filter", "filtered"), ("none", "empty")])
def test_an_unusable_stream_has_the_name_of_its_fault(
    service: ModelService, server: FaultServer, fault: str, kind: str
) -> None:
    server.script(*[fault] * 3)
    outcome, _ = streamed(service, request(hosted(server)))
    assert isinstance(outcome, ModelFault)
    assert outcome.kind == kind


def test_a_stream_that_never_ends_is_left(service: ModelService, server: FaultServer) -> None:
    server.script("words:0")
    server.answer = lambda body: "x" * (LONGEST_TEXT // 2) + " " + "x" * LONGEST_TEXT
    outcome, _ = streamed(service, request(hosted(server)))
    assert isinstance(outcome, ModelFault)
    assert outcome.kind == "too_large"


def test_cancelling_closes_the_stream(make_service: MakeService, server: FaultServer) -> None:
    service = make_service()
    server.script("words:0.05")
    server.answer = lambda body: "word " * 10_000
    inbox, growing = Inbox(), threading.Event()
    handle = service.submit(request(hosted(server)), inbox, growing=lambda _, text: growing.set())
    assert growing.wait(30)
    handle.cancel()
    outcome = inbox.next()
    assert isinstance(outcome, ModelFault)
    assert (outcome.kind, outcome.lost_attempts) == ("cancelled", 1)
    while server.in_flight:
        threading.Event().wait(0.01)
