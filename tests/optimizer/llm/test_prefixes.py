"""Requests that begin alike are read by one slot of the local server, where that pays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.llm import ModelService
from optimizer.llm.prefixes import Prefixes
from optimizer.records import Message, ModelSpec, Request
from tests.fault_server import FaultServer
from tests.optimizer.llm.conftest import Inbox, hosted, request

SHOWN = "Review: it was fine. Sentiment: positive\n" * 10


def asked(text: str, answer_tokens: int = 5) -> Request:
    return replace(
        request(ModelSpec()), messages=(Message("user", text),), max_tokens=answer_tokens
    )


@pytest.fixture
def prefixes() -> Prefixes:
    made = Prefixes()
    made.resize(3)
    return made


def test_rows_of_a_prompt_wait_for_the_slot_that_has_read_its_examples(prefixes: Prefixes) -> None:
    with (
        prefixes.slot(asked(f"{SHOWN}Review: one")) as one,
        prefixes.slot(asked(f"{SHOWN}Review: two")) as two,
        prefixes.slot(asked(f"Another prompt. {SHOWN}Review: two")) as other,
    ):
        assert one == two
        assert other != one
    with prefixes.slot(asked(f"{SHOWN}Review: three")) as three:
        assert three == one


def test_long_answers_are_written_side_by_side(prefixes: Prefixes) -> None:
    with (
        prefixes.slot(asked(f"{SHOWN}Review: one", 500)) as one,
        prefixes.slot(asked(f"{SHOWN}Review: two", 500)) as two,
        prefixes.slot(asked(f"{SHOWN}Review: three", 500)) as three,
    ):
        assert sorted([one, two, three]) == [0, 1, 2]


def test_a_new_prompt_takes_a_free_slot_that_was_read_longest_ago(prefixes: Prefixes) -> None:
    slots = []
    for name in "abcd":
        with prefixes.slot(asked(name * 100)) as slot:
            slots.append(slot)
    assert slots == [0, 1, 2, 0]
    with (
        prefixes.slot(asked("e" * 100)) as busy,
        prefixes.slot(asked("f" * 100)) as free,
        prefixes.slot(asked("c" * 100)) as known,
    ):
        assert (busy, free, known) == (1, 2, 0)


def test_a_request_that_fails_gives_its_slot_back(prefixes: Prefixes) -> None:
    with pytest.raises(TimeoutError), prefixes.slot(asked("a" * 100)):
        raise TimeoutError
    for name in "bc":
        with prefixes.slot(asked(name * 100)):
            pass
    with prefixes.slot(asked("d" * 100)) as slot:
        assert slot == 0


def test_with_one_slot_there_is_nothing_to_choose() -> None:
    prefixes = Prefixes()
    with prefixes.slot(asked("a")) as slot:
        assert slot is None
    prefixes.resize(1)
    with prefixes.slot(asked("a")) as slot:
        assert slot is None


def test_the_bundled_server_is_told_the_slot_and_no_provider_is(
    service: ModelService, server: FaultServer
) -> None:
    inbox = Inbox()
    for row in ("one", "two"):
        service.submit(asked(f"{SHOWN}Review: {row}"), inbox)
        inbox.next()
    held = replace(asked(f"{SHOWN}Review: three"), choices=("positive", "negative"))
    service.submit(held, inbox)
    inbox.next()
    service.submit(request(hosted(server)), inbox)
    inbox.next()
    assert [body.get("id_slot") for body in server.bodies] == [0, 0, 0, None]
    assert "grammar" in server.bodies[2]
