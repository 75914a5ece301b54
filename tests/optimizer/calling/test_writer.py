from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import cast

import pytest

from optimizer.calling.calls import CANCELLED, CallDesk, Reply
from optimizer.calling.writer import WriterCall, WriterHandle, answer_call, stop_call
from optimizer.errors import ModelFault
from optimizer.records import CallRole, Completion, Message, ModelSpec, Parameters, Request

ASKED = [Message("user", "Write.")]
WARM = Parameters(temperature=0.7)


class Thread:
    """Stands in for the optimizer thread: keeps the calls that were posted."""

    def __init__(self) -> None:
        self.calls: list[WriterCall] = []
        self.cancelled = threading.Event()
        self.posted = threading.Event()

    def post(self, call: WriterCall) -> None:
        self.calls.append(call)
        self.posted.set()

    def handle(self, sample: int = 0) -> WriterHandle:
        return WriterHandle(
            ModelSpec("openai/x"), CallRole.WRITE, sample, self.post, self.cancelled, WARM
        )


def test_a_call_waits_for_the_thread_that_pays_for_it() -> None:
    thread = Thread()
    with ThreadPoolExecutor(1) as proposer:
        asked = proposer.submit(thread.handle(sample=3).complete, ASKED, max_tokens=50)
        assert thread.posted.wait(10)
        (call,) = thread.calls
        call.answer.set_result(Completion("Done.", "stop", 1, 1, None, 5))
        assert asked.result(10).text == "Done."

    assert call.request.role is CallRole.WRITE
    assert (call.request.sample, call.request.max_tokens) == (3, 50)
    assert call.request.parameters == WARM


def test_a_fault_of_the_call_is_raised_to_the_proposer() -> None:
    thread = Thread()
    with ThreadPoolExecutor(1) as proposer:
        asked = proposer.submit(thread.handle().complete, ASKED)
        assert thread.posted.wait(10)
        thread.calls[0].answer.set_exception(ModelFault("No answer.", kind="timeout"))
        with pytest.raises(ModelFault, match="No answer"):
            asked.result(10)


def test_a_stop_ends_the_waiting() -> None:
    thread = Thread()
    with ThreadPoolExecutor(1) as proposer:
        asked = proposer.submit(thread.handle().complete, ASKED)
        assert thread.posted.wait(10)
        thread.cancelled.set()
        with pytest.raises(ModelFault) as stopped:
            asked.result(10)

    assert stopped.value.kind == CANCELLED
    assert thread.calls[0].answer.cancelled()


def test_a_proposer_may_set_the_parameters_of_one_call() -> None:
    thread = Thread()
    thread.cancelled.set()
    with pytest.raises(ModelFault):
        thread.handle().complete(ASKED, parameters=Parameters(temperature=0.0))

    assert thread.calls[0].request.parameters == Parameters(temperature=0.0)


def test_each_step_asks_anew_and_a_repeated_step_finds_its_answer() -> None:
    thread = Thread()
    thread.cancelled.set()
    for sample in (1, 1, 2):
        with pytest.raises(ModelFault):
            thread.handle(sample).complete(ASKED)

    first, again, later = (call.request.hash for call in thread.calls)
    assert first == again != later


class Desk:
    """Stands in for the call desk: keeps what was asked, and who waits for it."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[Reply], None]] = []

    def obtain(self, request: Request, then: Callable[[Reply], None]) -> None:
        """Keep a request."""
        self.waiting.append(then)


def asked_for() -> WriterCall:
    """Return a call as a proposer posts it."""
    request = Request(CallRole.WRITE, ModelSpec("openai/x"), tuple(ASKED), WARM, 50)
    return WriterCall(request, Future())


def test_a_call_that_was_withdrawn_is_not_made_and_not_paid() -> None:
    desk, call = Desk(), asked_for()
    call.answer.cancel()
    answer_call(call, cast("CallDesk", desk))
    assert not desk.waiting


def test_an_answer_that_comes_after_the_stop_disturbs_nobody() -> None:
    request = asked_for().request
    for reply in (
        Reply(request, "c", Completion("Done.", "stop", 1, 1, None, 5)),
        Reply(request, fault=ModelFault("No answer.")),
    ):
        desk, call = Desk(), asked_for()
        answer_call(call, cast("CallDesk", desk))
        call.answer.cancel()
        desk.waiting[0](reply)
        assert call.answer.cancelled()


def test_stopping_a_call_twice_is_one_stop() -> None:
    call, withdrawn = asked_for(), asked_for()
    withdrawn.answer.cancel()
    stop_call(withdrawn)
    stop_call(call)
    with pytest.raises(ModelFault) as stopped:
        call.answer.result(0)
    assert stopped.value.kind == CANCELLED
