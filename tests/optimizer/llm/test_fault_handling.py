"""The service against a real server that fails in every way it knows."""

from __future__ import annotations

import gc
import logging
import socket
import threading
import traceback
from contextlib import suppress

import pytest

from optimizer.errors import ModelFault, ProjectFault
from optimizer.llm import CallPolicy, ModelService
from optimizer.llm.faultlist import FAULTS
from optimizer.records import Completion, ModelSpec
from tests.fault_server import FaultServer, refused_url
from tests.optimizer.llm.conftest import (
    CANARY,
    HASTY,
    QUICK,
    Inbox,
    MakeService,
    call,
    hosted,
    request,
)

# What the server does -> the fault's name, the attempts made, and how many may have been paid for.
SCRIPTED = {
    "400": ("bad_request", 1, 0),
    "401": ("auth", 1, 0),
    "402": ("no_credit", 1, 0),
    "403": ("forbidden", 1, 0),
    "404": ("no_model", 1, 0),
    "429": ("rate_limit", 5, 0),
    "429:0": ("rate_limit", 5, 0),
    "quota": ("no_credit", 1, 0),
    "500": ("server", 5, 0),
    "502": ("server", 5, 0),
    "503": ("overloaded", 5, 0),
    "529": ("overloaded", 5, 0),
    "context": ("context_overflow", 1, 0),
    "drop": ("reset", 2, 2),
    "cut": ("reset", 2, 2),
    "cut:close": ("reset", 2, 2),
    "html": ("unreadable", 2, 2),
    "broken": ("unreadable", 2, 2),
    "scalar": ("unreadable", 2, 2),
    "utf8": ("unreadable", 2, 2),
    "list": ("unreadable", 2, 2),
    "null": ("unreadable", 2, 2),
    "nothing": ("unreadable", 2, 2),
    "object": ("unreadable", 2, 2),
    "other": ("unreadable", 2, 2),
    "odd_choice": ("unreadable", 2, 2),
    "odd_content": ("unreadable", 2, 2),
    "error200": ("unknown", 2, 2),
    "chunked": ("reset", 2, 2),
    "chunked:close": ("reset", 2, 2),
    "chunked:end": ("unreadable", 2, 2),
    "no_choices": ("empty", 1, 0),
    "none": ("empty", 1, 0),
    "empty": ("empty", 1, 0),
    "blank": ("empty", 1, 0),
    "filter": ("filtered", 1, 0),
    "status:418": ("bad_request", 1, 0),
}


@pytest.mark.parametrize("scripted", SCRIPTED)
def test_each_fault_has_its_name_its_attempts_and_no_key(
    scripted: str,
    make_service: MakeService,
    server: FaultServer,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    kind, attempts, lost = SCRIPTED[scripted]
    caplog.set_level(logging.DEBUG)
    service = make_service(QUICK)
    server.script(*[scripted] * attempts)
    fault = call(service, request(hosted(server)), spare=1)
    assert isinstance(fault, ModelFault)
    assert (fault.kind, fault.attempts, fault.lost_attempts) == (kind, attempts, lost)
    assert len(server.ledger) == attempts
    assert fault.message
    assert fault.remedy
    assert fault.retryable == FAULTS[kind].passing
    assert (fault.__cause__, fault.__context__, fault.__traceback__) == (None, None, None)
    service.close()
    said = capfd.readouterr()
    everything = [str(fault), repr(fault), repr(vars(fault)), caplog.text, said.out, said.err]
    everything += traceback.format_exception(fault)
    assert CANARY not in "".join(everything)


def test_an_answer_far_beyond_what_was_asked_is_refused(
    service: ModelService, server: FaultServer
) -> None:
    server.script("huge")
    fault = call(service, request(hosted(server)))
    assert isinstance(fault, ModelFault)
    assert fault.kind == "too_large"
    assert fault.answer is not None
    assert fault.answer.text == ""


@pytest.mark.parametrize("scripted", ["hang", "head", "drip"])
def test_a_silent_or_endless_answer_meets_the_deadline(
    scripted: str, make_service: MakeService, server: FaultServer
) -> None:
    service = make_service(HASTY)
    server.latency = 0.0
    call(make_service(QUICK), request(hosted(server), "import the library first"))
    server.script(scripted)
    fault = call(service, request(hosted(server)))
    assert isinstance(fault, ModelFault)
    assert (fault.kind, fault.attempts, fault.lost_attempts) == ("timeout", 1, 1)


@pytest.mark.parametrize(
    ("address", "kind", "attempts"),
    [("refused", "unreachable", 3), ("http://no-such-host.invalid/v1", "dns", 3)],
)
def test_an_address_where_nobody_answers(
    address: str, kind: str, attempts: int, make_service: MakeService
) -> None:
    spec = ModelSpec("openai/m", refused_url() if address == "refused" else address)
    fault = call(make_service(QUICK), request(spec))
    assert isinstance(fault, ModelFault)
    assert (fault.kind, fault.attempts, fault.lost_attempts) == (kind, attempts, 0)


def test_a_secure_address_of_a_server_that_is_not(make_service: MakeService) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        plain = threading.Thread(target=_answer_plainly, args=(listener,))
        plain.start()
        spec = ModelSpec("openai/m", f"https://127.0.0.1:{listener.getsockname()[1]}/v1")
        fault = call(make_service(QUICK), request(spec))
        plain.join()
    assert isinstance(fault, ModelFault)
    assert (fault.kind, fault.attempts, fault.lost_attempts) == ("tls", 1, 0)


def _answer_plainly(listener: socket.socket) -> None:
    """Answer whatever comes without a secret word."""
    connection, _ = listener.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def test_a_server_that_talks_without_end_meets_the_deadline(
    make_service: MakeService,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        chatter = threading.Thread(target=_talk, args=(listener,))
        chatter.start()
        spec = ModelSpec("openai/m", f"http://127.0.0.1:{listener.getsockname()[1]}/v1")
        fault = call(make_service(HASTY), request(spec))
        chatter.join()
    assert isinstance(fault, ModelFault)
    assert (fault.kind, fault.lost_attempts) == ("timeout", 1)


def _talk(listener: socket.socket) -> None:
    """Send heads of an answer until the other side has had enough."""
    connection, _ = listener.accept()
    with connection, suppress(OSError):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X-More: words\r\n")
            threading.Event().wait(0.01)


def test_a_model_name_without_a_known_provider_is_said_so(make_service: MakeService) -> None:
    fault = call(make_service(QUICK), request(ModelSpec("mystery/model")))
    assert isinstance(fault, ModelFault)
    assert fault.kind == "no_provider"
    assert "mystery/model" in fault.message


def test_a_missing_key_is_no_call(make_service: MakeService, server: FaultServer) -> None:
    fault = call(make_service(QUICK), request(hosted(server, key_name="absent")))
    assert isinstance(fault, ModelFault)
    assert (fault.kind, fault.attempts) == ("no_key", 0)
    assert not server.ledger


@pytest.mark.parametrize("scripted", ["429", "429:0", "500", "503", "529", "cut", "drop", "html"])
def test_what_passes_is_tried_again(
    scripted: str, make_service: MakeService, server: FaultServer
) -> None:
    server.script(scripted)
    outcome = call(make_service(QUICK), request(hosted(server)), spare=1)
    assert isinstance(outcome, Completion)
    assert outcome.attempts == 2
    assert outcome.lost_attempts == (scripted in ("cut", "drop", "html"))


def test_a_lost_answer_is_not_asked_for_again_without_room_in_the_budget(
    service: ModelService, server: FaultServer
) -> None:
    server.script("cut")
    fault = call(service, request(hosted(server)))
    assert isinstance(fault, ModelFault)
    assert (fault.kind, fault.attempts, fault.lost_attempts) == ("reset", 1, 1)
    assert len(server.paid) == 1


def test_a_lost_answer_of_the_free_model_is_always_asked_for_again(
    service: ModelService, server: FaultServer
) -> None:
    server.script("cut")
    outcome = call(service, request(ModelSpec()))
    assert isinstance(outcome, Completion)
    assert (outcome.attempts, outcome.lost_attempts) == (2, 0)


def test_a_long_pause_asked_by_the_provider_ends_the_call_and_holds_the_others(
    make_service: MakeService, server: FaultServer
) -> None:
    service = make_service(QUICK)
    server.script("429:3600")
    for number in range(3):
        fault = call(service, request(hosted(server), f"text {number}"))
        assert isinstance(fault, ModelFault)
        assert fault.kind == "rate_limit"
        assert fault.retry_after_s == pytest.approx(3600, rel=0.1)
    assert service.pause_left_s(hosted(server)) == pytest.approx(3600, rel=0.1)
    assert service.pause_left_s(hosted(server, key_name="")) == 0.0
    assert len(server.ledger) == 1
    service.test(hosted(server))
    assert len(server.ledger) > 1


def test_a_limit_per_minute_tells_how_long_it_holds_a_call_back(
    make_service: MakeService, server: FaultServer
) -> None:
    service = make_service(QUICK)
    spec = hosted(server, calls_per_minute=1)
    assert service.held_s(spec) == 0.0
    assert isinstance(call(service, request(spec)), Completion)
    assert service.held_s(spec) == 0.0
    ended = threading.Event()
    handle = service.submit(request(spec, "another"), lambda *_: ended.set())
    while service.held_s(spec) == 0.0:
        assert not ended.wait(0.02)
    assert 50 < service.held_s(spec) <= 60
    handle.cancel()
    assert ended.wait(30)


def test_an_unusable_answer_carries_what_it_cost(service: MakeService, server: FaultServer) -> None:
    server.script("filter")
    fault = call(service, request(hosted(server)))
    assert isinstance(fault, ModelFault)
    assert fault.answer is not None
    assert fault.answer.tokens_in == server.ledger[0].tokens_in
    assert fault.answer.cost_usd == pytest.approx(2 / 1_000_000)


def test_a_model_that_fails_again_and_again_is_left_alone_until_reset(
    make_service: MakeService, server: FaultServer
) -> None:
    service = make_service(QUICK)
    server.plan = lambda body: "401"
    for number in range(5):
        fault = call(service, request(hosted(server), f"text {number}"))
        assert isinstance(fault, ModelFault)
        assert fault.kind == "auth"
        assert fault.attempts == (1 if number < 3 else 0)
    assert len(server.ledger) == 3
    other = hosted(server, key_name="", price_in=None)
    server.plan = None
    assert isinstance(call(service, request(other)), Completion), "others go on"
    service.reset(hosted(server))
    assert isinstance(call(service, request(hosted(server))), Completion)


def test_calls_that_wait_for_a_broken_model_fail_too(
    make_service: MakeService, server: FaultServer
) -> None:
    service = make_service(CallPolicy(concurrency=1, first_pause_s=0.01))
    server.plan = lambda body: "402"
    inbox = Inbox()
    for number in range(10):
        service.submit(request(hosted(server), f"text {number}"), inbox)
    kinds = {getattr(outcome, "kind", "") for outcome in inbox.take(10)}
    assert kinds == {"no_credit"}
    assert len(server.ledger) == 3


def test_a_local_model_that_does_not_start_says_why(make_service: MakeService) -> None:
    raised: list[Exception] = [
        ModelFault("The file is not there.", "Install it.", kind="no_model_file"),
        ProjectFault("The disk is full."),
    ]

    def endpoint(spec: ModelSpec) -> object:
        raise raised.pop(0)

    service = make_service(QUICK, endpoint=endpoint)
    first, second = (call(service, request(ModelSpec(), text)) for text in "ab")
    assert isinstance(first, ModelFault)
    assert (first.kind, first.remedy) == ("no_model_file", "Install it.")
    assert isinstance(second, ModelFault)
    assert second.kind == "local_model"
    assert "disk is full" in second.message


def test_a_prompt_far_too_long_for_the_local_model_is_not_even_sent(
    service: ModelService, server: FaultServer
) -> None:
    fault = call(service, request(ModelSpec(), "word " * 4000))
    assert isinstance(fault, ModelFault)
    assert (fault.kind, fault.attempts) == ("context_overflow", 0)
    assert not server.ledger


def test_every_fault_tells_what_is_wrong_and_what_to_do() -> None:
    for kind in FAULTS.values():
        assert kind.message.endswith(".")
        assert kind.remedy.endswith(".") or kind.name == "cancelled"
        assert not (kind.lost and kind.repeats > 1), "an answer is lost and repeated once at most"


def test_mixed_faults_end_with_every_call_answered_or_reported_and_booked_truly(
    make_service: MakeService, server: FaultServer
) -> None:
    faults = ["429:0", "500", "503", "cut", "drop", "html", "none", "filter", "context", "broken"]

    def plan(body: dict[str, object]) -> str:
        # Every fifth request, each time another fault; by content, so that the order is free.
        number = len(server.ledger)
        return faults[(number // 5) % len(faults)] if number % 5 == 0 else "ok"

    server.plan = plan
    service = make_service(CallPolicy(deadline_s=60, first_pause_s=0.01, longest_pause_s=0.02))
    inbox = Inbox()
    asked = [request(hosted(server), f"text number {number}") for number in range(300)]
    for one in asked:
        service.submit(one, inbox, spare=1)
    outcomes = inbox.take(len(asked))
    assert inbox.empty
    answered = [outcome for outcome in outcomes if isinstance(outcome, Completion)]
    paid = answered + [
        outcome.answer for outcome in outcomes if isinstance(outcome, ModelFault) and outcome.answer
    ]
    lost = sum(outcome.lost_attempts for outcome in outcomes)  # type: ignore[union-attr]
    charged = server.paid
    assert len(answered) > 270
    # What arrived is booked to the token; what was paid for and lost is among the lost attempts.
    assert len(paid) <= len(charged) <= len(paid) + lost
    arrived = [entry for entry in charged if entry.fault in ("ok", "none", "filter")]
    assert sum(one.tokens_in for one in paid) == sum(one.tokens_in for one in arrived)
    assert sum(one.tokens_out for one in paid) == sum(one.tokens_out for one in arrived)
    service.close()
    gc.collect()  # a forgotten socket or task would warn here


def test_no_fault_kind_of_the_script_is_forgotten() -> None:
    from tests.server_faults import FAULTS as SERVER_FAULTS

    good = {"ok", "slow", "length", "no_usage", "limits"}
    streams = {"words", "early", "torn", "no_stream"}
    elsewhere = {"hang", "head", "drip", "huge"}
    tested = {name.partition(":")[0] for name in SCRIPTED}
    assert set(SERVER_FAULTS) == good | streams | elsewhere | tested
