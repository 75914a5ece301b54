"""The service against a real server that answers."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from optimizer.errors import ModelFault
from optimizer.llm import CallPolicy, ModelService
from optimizer.llm.pricing import PriceBook
from optimizer.records import Completion, ModelSpec
from tests.fault_server import FaultServer
from tests.optimizer.llm.conftest import (
    CANARY,
    QUICK,
    Inbox,
    MakeService,
    call,
    hosted,
    request,
)


def test_importing_the_client_imports_no_heavy_library() -> None:
    program = (
        "import sys, optimizer.llm, optimizer.calling.budget, optimizer.providers;"
        "heavy = {'litellm', 'openai', 'pandas', 'httpx', 'yaml'} & set(sys.modules);"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_prices_and_names_need_no_litellm() -> None:
    program = (
        "import sys; from optimizer.llm import ModelService;"
        "from optimizer.records import ModelSpec;"
        "service = ModelService(lambda name: None, lambda spec: None);"
        "assert service.price(ModelSpec('openai/gpt-4o-mini')) is not None;"
        "assert 'openai/gpt-4o-mini' in service.known_models('gpt-4o-m');"
        "service.close();"
        "sys.exit('litellm' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_call_is_answered_with_text_tokens_cost_and_time(
    service: ModelService, server: FaultServer
) -> None:
    outcome = call(service, request(hosted(server), "one two three"))
    assert isinstance(outcome, Completion)
    assert outcome.text == "echo: one two three"
    assert (outcome.tokens_in, outcome.tokens_out) == (3, 4)
    assert outcome.cost_usd == pytest.approx((3 * 1.0 + 4 * 2.0) / 1_000_000)
    assert outcome.finish == "stop"
    assert (outcome.attempts, outcome.lost_attempts) == (1, 0)


def test_the_request_reaches_the_server_as_it_was_meant(
    service: ModelService, server: FaultServer
) -> None:
    call(service, request(hosted(server), max_tokens=17))
    body = server.bodies[0]
    assert body["messages"] == [{"role": "user", "content": "hello there"}]
    assert body["max_tokens"] == 17
    assert body["temperature"] == 0.0
    assert "top_p" not in body
    assert server.headers[0]["authorization"] == f"Bearer {CANARY}"


def test_a_length_stop_is_a_good_completion(service: ModelService, server: FaultServer) -> None:
    server.script("length")
    outcome = call(service, request(hosted(server)))
    assert isinstance(outcome, Completion)
    assert outcome.truncated
    assert outcome.text == "cut off in the mid"


def test_tokens_that_the_server_does_not_count_are_booked_at_their_bound(
    service: ModelService, server: FaultServer
) -> None:
    server.script("no_usage")
    asked = request(hosted(server))
    outcome = call(service, asked)
    assert isinstance(outcome, Completion)
    assert outcome.tokens_in >= 2
    assert outcome.tokens_out >= 3
    assert outcome.tokens_in + outcome.tokens_out <= service.worst_case(asked).tokens


def test_the_bundled_model_is_free_and_reached_at_its_endpoint(
    service: ModelService, server: FaultServer
) -> None:
    outcome = call(service, request(ModelSpec()))
    assert isinstance(outcome, Completion)
    assert outcome.cost_usd == 0.0
    assert server.bodies[0]["model"] == "bundled"


def test_a_model_without_price_costs_an_unknown_amount(
    service: ModelService, server: FaultServer
) -> None:
    outcome = call(service, request(hosted(server, price_in=None, price_out=None)))
    assert isinstance(outcome, Completion)
    assert outcome.cost_usd is None


def test_no_key_out_of_the_environment_goes_to_a_server_that_wants_none(
    service: ModelService, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-meant-for-another-provider")
    assert isinstance(call(service, request(hosted(server, key_name=""))), Completion)
    assert "another" not in server.headers[0]["authorization"]


@pytest.mark.parametrize("bundled", [False, True])
def test_calls_under_way_stay_within_the_limit(
    make_service: MakeService, server: FaultServer, bundled: bool
) -> None:
    server.latency = 0.05
    service = make_service(CallPolicy(concurrency=3, bundled_concurrency=2))
    spec = ModelSpec() if bundled else hosted(server)
    inbox = Inbox()
    for number in range(12):
        service.submit(request(spec, f"text {number}"), inbox)
    assert all(isinstance(outcome, Completion) for outcome in inbox.take(12))
    assert server.peak == (2 if bundled else 3)


def test_a_cancelled_call_closes_its_connection_and_is_told_once(
    service: ModelService, server: FaultServer
) -> None:
    server.script("hang")
    inbox = Inbox()
    handle = service.submit(request(hosted(server)), inbox)
    while not server.ledger:
        threading.Event().wait(0.01)
    handle.cancel()
    handle.cancel()
    outcome = inbox.next()
    assert isinstance(outcome, ModelFault)
    assert outcome.kind == "cancelled"
    assert outcome.lost_attempts == 1, "it was on its way, so it may be charged"
    while server.in_flight:
        threading.Event().wait(0.01)
    assert isinstance(call(service, request(hosted(server), "next")), Completion)
    assert inbox.empty


def test_a_call_that_is_cancelled_while_it_waits_costs_nothing(
    make_service: MakeService, server: FaultServer
) -> None:
    service = make_service(CallPolicy(concurrency=1))
    server.script("slow:0.1")
    first, second = Inbox(), Inbox()
    service.submit(request(hosted(server), "first"), first)
    service.submit(request(hosted(server), "second"), second).cancel()
    outcome = second.next()
    assert isinstance(outcome, ModelFault)
    assert (outcome.kind, outcome.attempts, outcome.lost_attempts) == ("cancelled", 0, 0)
    assert isinstance(first.next(), Completion)
    assert len(server.ledger) == 1


def test_close_tells_every_call_and_ends_the_thread(
    make_service: MakeService, server: FaultServer
) -> None:
    service = make_service(CallPolicy(concurrency=2))
    server.script("ok", "hang", "hang")
    assert isinstance(call(service, request(hosted(server))), Completion)
    inbox = Inbox()
    for number in range(5):
        service.submit(request(hosted(server), f"text {number}"), inbox)
    service.close()
    service.close()
    kinds = [getattr(outcome, "kind", "") for outcome in inbox.take(5)]
    assert kinds == ["cancelled"] * 5
    assert inbox.empty
    assert not [thread for thread in threading.enumerate() if thread.name == "model-calls"]


def test_after_close_a_call_is_told_at_once(service: ModelService, server: FaultServer) -> None:
    service.close()
    inbox = Inbox()
    service.submit(request(hosted(server)), inbox).cancel()
    outcome = inbox.next()
    assert isinstance(outcome, ModelFault)
    assert outcome.kind == "cancelled"
    assert inbox.empty


def test_done_is_told_on_the_thread_of_the_service(
    service: ModelService, server: FaultServer
) -> None:
    names: list[str] = []
    told = threading.Event()

    def done(*_: object) -> None:
        names.append(threading.current_thread().name)
        told.set()

    service.submit(request(hosted(server)), done)
    assert told.wait(60)
    assert names == ["model-calls"]


def test_the_test_button_reports_speed_and_price(
    service: ModelService, server: FaultServer
) -> None:
    server.script("slow:0.05")
    found = service.test(hosted(server))
    assert found.text.startswith("echo:")
    assert found.latency_ms > 0
    assert found.tokens_per_second is not None
    assert found.price_known
    assert not service.test(hosted(server, price_in=None)).price_known


def test_the_test_button_tells_json_mode_and_log_probabilities(
    service: ModelService, server: FaultServer
) -> None:
    server.answer = lambda body: '{"ready": true}' if "response_format" in body else "hello there"
    able = service.test(hosted(server))
    assert (able.json_mode, able.logprobs) == (True, True)
    assert able.cost_usd == pytest.approx(
        sum(e.tokens_in + 2 * e.tokens_out for e in server.paid) / 1e6
    )
    assert [sorted(set(body) & {"response_format", "logprobs"}) for body in server.bodies] == [
        [],
        ["response_format"],
        ["logprobs"],
    ]


def test_the_test_button_finds_what_a_model_refuses_or_passes_over(
    service: ModelService, server: FaultServer
) -> None:
    server.plan = lambda body: "400" if {"response_format", "logprobs"} & set(body) else "ok"
    refusing = service.test(hosted(server))
    assert (refusing.json_mode, refusing.logprobs) == (False, False)
    server.plan = None
    assert service.test(hosted(server)).json_mode is False, "the answer is no JSON"


def test_the_bundled_model_is_not_asked_for_json(
    service: ModelService, server: FaultServer
) -> None:
    found = service.test(ModelSpec())
    assert (found.json_mode, found.logprobs) == (None, None)
    assert len(server.ledger) == 1


def test_a_limit_that_the_provider_tells_is_kept(
    service: ModelService, server: FaultServer
) -> None:
    server.script("limits:2")
    inbox = Inbox()
    assert isinstance(call(service, request(hosted(server), "one")), Completion)
    handles = [service.submit(request(hosted(server), text), inbox) for text in ("two", "three")]
    assert isinstance(inbox.next(), Completion)
    for handle in handles:
        handle.cancel()
    waited = inbox.next()
    assert isinstance(waited, ModelFault)
    assert (waited.kind, waited.attempts, waited.lost_attempts) == ("cancelled", 0, 0)
    assert len(server.ledger) == 2


def test_the_test_button_raises_the_fault(service: ModelService, server: FaultServer) -> None:
    server.script("401")
    with pytest.raises(ModelFault) as caught:
        service.test(hosted(server))
    assert caught.value.kind == "auth"
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_changed_key_is_read_after_a_reset(
    make_service: MakeService, server: FaultServer
) -> None:
    found = {"canary": "first-key"}
    service = make_service(QUICK, keys=found.get)
    call(service, request(hosted(server), "one"))
    found["canary"] = "second-key"
    call(service, request(hosted(server), "two"))
    service.reset(hosted(server))
    call(service, request(hosted(server), "three"))
    sent = [headers["authorization"] for headers in server.headers]
    assert sent == ["Bearer first-key", "Bearer first-key", "Bearer second-key"]


def test_worst_case_is_never_passed_by_the_bill(service: ModelService, server: FaultServer) -> None:
    asked = request(hosted(server), "some words " * 50)
    worst = service.worst_case(asked)
    outcome = call(service, asked)
    assert isinstance(outcome, Completion)
    assert worst.cost_usd is not None
    assert outcome.cost_usd is not None
    assert outcome.cost_usd <= worst.cost_usd
    assert outcome.tokens_in + outcome.tokens_out <= worst.tokens


def test_a_bug_in_the_endpoint_is_logged_without_the_key(
    make_service: MakeService, server: FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(spec: ModelSpec) -> None:
        raise ZeroDivisionError(f"the key is {CANARY}")

    service = make_service(QUICK, endpoint=broken)
    call(service, request(hosted(server)))
    outcome = call(service, request(ModelSpec()))
    assert isinstance(outcome, ModelFault)
    assert outcome.kind == "unknown"
    assert "ZeroDivisionError" in caplog.text
    assert CANARY not in caplog.text


def test_two_services_after_each_other_share_nothing(server: FaultServer) -> None:
    for number in range(2):
        service = ModelService(lambda name: CANARY, lambda spec: None, prices=PriceBook({}))  # type: ignore[arg-type, return-value]
        assert isinstance(call(service, request(hosted(server), f"text {number}")), Completion)
        service.close()
