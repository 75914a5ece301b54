"""Vectors of texts: asked for like any other call, booked like any other call."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import ModelFault
from optimizer.llm import ModelService
from optimizer.llm.embeddings import embedding_request, read_vector
from optimizer.records import CallRole, Completion, ModelSpec
from tests.fault_server import FaultServer
from tests.optimizer.llm.conftest import call, hosted


def test_a_text_comes_back_as_a_vector_with_its_price(
    service: ModelService, server: FaultServer
) -> None:
    outcome = call(service, embedding_request(hosted(server), "one two three"))
    assert isinstance(outcome, Completion)
    assert read_vector(outcome.text) == (3.0, 13.0, 4.0)
    assert (outcome.tokens_in, outcome.tokens_out) == (3, 0)
    assert outcome.cost_usd == pytest.approx(3 * 1.0 / 1_000_000)
    assert server.bodies[-1]["input"] == ["one two three"]


def test_a_server_without_vectors_is_a_fault_and_not_a_vector(
    service: ModelService, server: FaultServer
) -> None:
    server.script(*["404"] * 6)
    assert isinstance(call(service, embedding_request(hosted(server), "one")), ModelFault)
    server.unscript()
    server.vector = lambda text: []
    fault = call(service, embedding_request(hosted(server), "two"))
    assert isinstance(fault, ModelFault)
    assert fault.kind == "empty"


def test_a_lost_answer_is_asked_for_again(service: ModelService, server: FaultServer) -> None:
    server.script("500")
    outcome = call(service, embedding_request(hosted(server), "one"), spare=1)
    assert isinstance(outcome, Completion)
    assert outcome.attempts == 2


def test_its_hash_is_that_of_no_other_call() -> None:
    spec = ModelSpec("openai/m")
    one, other = embedding_request(spec, "a"), embedding_request(spec, "b")
    assert one.role is CallRole.EMBED
    assert one.hash != other.hash
    assert one.hash == embedding_request(spec, "a").hash


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_are_read_and_nothing_else(numbers: list[float]) -> None:
    found = read_vector(json.dumps(numbers))
    assert found == (tuple(numbers) if any(numbers) else None)


@pytest.mark.parametrize("text", ["", "[]", "{}", "[1, null]", "[true]", "[NaN]", "hello", "[[1]]"])
def test_what_is_no_vector_is_none(text: str) -> None:
    assert read_vector(text) is None


def test_the_test_button_asks_for_one_vector(service: ModelService, server: FaultServer) -> None:
    found = service.test_embedding(hosted(server))
    assert found.text == "3 numbers"
    assert found.price == (1.0, 2.0)
    server.script("401")
    with pytest.raises(ModelFault):
        service.test_embedding(hosted(server))
