from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.identity import content_hash
from optimizer.store import AnswerCost, OutputRef, Store
from tests.optimizer.store import making
from tests.optimizer.store.making import SETTING, call, output


def test_outputs_are_listed_without_their_texts(store: Store) -> None:
    refs = store.outputs(SETTING)

    first = output(0, 0)
    assert len(refs) == 9
    assert refs[0] == OutputRef(
        first.id, first.prompt_id, first.example_id, 0, content_hash(first.text), "stop"
    )
    assert store.outputs("another setting") == ()


def test_an_output_comes_back_with_its_text(store: Store) -> None:
    assert store.output(output(1, 2).id) == output(1, 2)
    with pytest.raises(KeyError):
        store.output("nothing")


def test_texts_are_read_in_one_step(store: Store) -> None:
    wanted = [output(0, 0), output(2, 1)]

    assert store.output_texts([*(one.id for one in wanted), "nothing"]) == {
        one.id: one.text for one in wanted
    }


def test_an_output_that_is_there_already_stays_as_it_is(store: Store) -> None:
    store.put_output(output(0, 0, "another text"))

    assert store.output(output(0, 0).id).text == "Start on 0"


def test_one_cell_cannot_hold_two_outputs(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.put_output(replace(output(0, 0), id="another id"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(text=st.text(st.characters(codec=None), max_size=30), sample=st.integers(1))
def test_any_text_comes_back_unchanged(store: Store, text: str, sample: int) -> None:
    # One store for all texts: each text gets a cell of its own.
    one = output(0, 0, text, sample=int(content_hash([text, sample])[:12], 16))

    store.put_output(one)

    assert store.output(one.id).text == text
    assert store.output_texts([one.id]) == {one.id: text}


def test_equal_texts_are_stored_once(store: Store) -> None:
    for example in range(3):
        store.put_output(output(0, example, "the same", sample=1))

    with sqlite3.connect(store.path) as other:
        (count,) = other.execute("SELECT count(*) FROM text WHERE body = 'the same'").fetchone()
    other.close()
    assert count == 1


def test_answer_costs_are_means_of_what_is_known(store: Store) -> None:
    store.put_call(call("1", tokens_out=10, cost_usd=0.5), "a")
    store.put_call(call("2", tokens_out=20, cost_usd=None), "b")
    for sample, call_id in ((1, "1"), (2, "2")):
        store.put_output(replace(output(0, 0, "a", sample=sample), call_id=call_id))

    costs = store.answer_costs(SETTING)

    assert costs[making.PROMPTS[0].id] == AnswerCost(5, 15.0, 0.5, 120.0)
    assert costs[making.PROMPTS[1].id] == AnswerCost(3, None, None, None)


def test_a_score_replaces_the_earlier_one(store: Store) -> None:
    key = output(0, 0).id
    store.put_score(key, "exact", 0)
    store.put_score(key, "exact", 1)
    store.put_score(key, "f1", 0.5)

    assert store.scores("exact") == {key: 1.0}
    assert store.scores("f1") == {key: 0.5}
    assert store.scores("other") == {}
