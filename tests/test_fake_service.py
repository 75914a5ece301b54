"""The fake behaves as the real service does."""

from __future__ import annotations

import inspect
import threading

import pytest

from optimizer.errors import ModelFault
from optimizer.llm import ModelService
from optimizer.records import CallRole, Completion, Message, ModelSpec, Parameters, Request
from tests.fake_service import FakeService


def ask(text: str) -> Request:
    messages = (Message("user", text),)
    return Request(CallRole.ANSWER, ModelSpec("openai/m"), messages, Parameters(), max_tokens=5)


def test_it_has_the_surface_of_the_real_one() -> None:
    for name, method in vars(ModelService).items():
        if name.startswith("_"):
            continue
        fake = inspect.signature(getattr(FakeService, name)).parameters
        assert list(fake) == list(inspect.signature(method).parameters), name


def test_answers_come_in_order() -> None:
    told: list[object] = []
    fault = ModelFault("no", kind="server")
    service = FakeService(["one", fault], price=(1.0, 2.0))
    for text in ("first", "second"):
        service.submit(ask(text), lambda request, outcome: told.append(outcome))
    assert isinstance(told[0], Completion)
    assert told[0].text == "one"
    assert told[0].cost_usd == pytest.approx(3e-6)
    assert told[1] is fault
    assert [request.messages[0].content for request in service.requests] == ["first", "second"]
    with pytest.raises(AssertionError, match="no answer left"):
        service.submit(ask("third"), lambda request, outcome: None)


def test_a_function_answers_too_and_on_another_thread() -> None:
    names: list[str] = []
    told = threading.Event()

    def done(request: Request, outcome: object) -> None:
        names.append(threading.current_thread().name)
        told.set()

    service = FakeService(lambda request: request.messages[0].content.upper(), threaded=True)
    service.submit(ask("x"), done)
    assert told.wait(30)
    service.close()
    assert names[0].startswith("fake-service")


def test_held_calls_wait_and_can_be_cancelled() -> None:
    told: list[object] = []
    service = FakeService(["a", "b", "c"], held=True)
    handles = [service.submit(ask(t), lambda _, outcome: told.append(outcome)) for t in "xyz"]
    assert told == []
    service.release(1)
    assert len(told) == 1
    handles[1].cancel()
    handles[1].cancel()
    assert len(told) == 2
    assert isinstance(told[1], ModelFault)
    assert told[1].kind == "cancelled"
    service.release()
    service.close()
    assert len(told) == 3
