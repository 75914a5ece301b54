from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from optimizer.calling.calls import CANCELLED
from optimizer.calling.writer import WriterCall, WriterHandle
from optimizer.errors import ModelFault
from optimizer.records import CallRole, Completion, Message, ModelSpec, Parameters

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
