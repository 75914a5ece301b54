"""An answer is held to one of a few texts: by a grammar where there is one, else by a schema."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.llm import ModelService
from optimizer.llm.forms import form_of, unwrapped
from tests.fault_server import FaultServer
from tests.optimizer.llm.conftest import call, hosted, request

LABELS = ("not spam", 'the "other"')


def test_a_grammar_allows_the_bare_texts_and_nothing_else() -> None:
    grammar = form_of(LABELS, grammar=True)["extra_body"]["grammar"]
    assert grammar == 'root ::= "not spam" | "the \\"other\\""'
    assert form_of((), grammar=True) == {}


def test_weights_are_told_to_a_server_that_reads_grammars_alone() -> None:
    body = form_of(LABELS, grammar=True, weights=(1.5, -1.5))["extra_body"]
    assert body["logit_bias"] == [["not spam", 1.5], ['the "other"', -1.5]]
    assert "logit_bias" not in form_of(LABELS, grammar=True)["extra_body"]
    assert form_of(LABELS, grammar=False, weights=(1.5, -1.5)) == form_of(LABELS, grammar=False)
    with pytest.raises(ValueError, match="zip"):
        form_of(LABELS, grammar=True, weights=(1.5,))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('{"answer": "not spam"}', "not spam"),
        (' {"answer":"not spam"}\n', "not spam"),
        ('{"answer": "ham"}', '{"answer": "ham"}'),
        ('{"answer": ["not spam"]}', '{"answer": ["not spam"]}'),
        ("{not JSON", "{not JSON"),
        ("not spam", "not spam"),
        ("[" * 20_000, "[" * 20_000),
        ("", ""),
    ],
)
def test_the_choice_is_taken_out_of_json_and_other_answers_stay(text: str, read: str) -> None:
    assert unwrapped(text, LABELS) == read
    assert unwrapped(text, ()) == text


def test_a_provider_is_asked_for_a_schema_and_equal_choices_are_paid_once(
    service: ModelService, server: FaultServer
) -> None:
    free = request(hosted(server))
    held = replace(free, choices=LABELS)
    call(service, held)
    schema = server.bodies[0]["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["answer"]["enum"] == list(LABELS)
    call(service, free)
    assert "response_format" not in server.bodies[1]
    assert held.hash != free.hash
    assert held.hash == replace(free, choices=LABELS).hash
    weighed = replace(held, choice_weights=(0.5, -0.5))
    assert len({weighed.hash, held.hash, replace(held, choice_weights=(0.5, 0.5)).hash}) == 3
