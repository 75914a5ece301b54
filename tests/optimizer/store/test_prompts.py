from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.records import (
    Candidate,
    Demonstration,
    DemonstrationStyle,
    FieldStyle,
    InputField,
    InstructionPosition,
    InstructionRole,
    Layout,
    Parameters,
    Prompt,
)
from optimizer.store import Store
from optimizer.store.prompts import PromptReader
from optimizer.store.values import from_json, to_json
from tests.optimizer.store import making

words = st.text(max_size=12)
prompts = st.builds(
    Prompt,
    instruction=words,
    system=words,
    fields=st.lists(st.builds(InputField, words, words), max_size=2).map(tuple),
    demonstrations=st.lists(
        st.builds(Demonstration, st.lists(st.tuples(words, words), max_size=2).map(tuple), words),
        max_size=2,
    ).map(tuple),
    layout=st.builds(
        Layout,
        instruction_role=st.sampled_from(InstructionRole),
        instruction_position=st.sampled_from(InstructionPosition),
        field_style=st.sampled_from(FieldStyle),
        separator=words,
        field_separator=words,
        demonstrations=st.sampled_from(DemonstrationStyle),
        cue=words,
        answer_tokens=st.integers(1, 4096),
    ),
    parameters=st.builds(
        Parameters,
        st.none() | st.floats(0, 2, allow_nan=False),
        st.none() | st.floats(0, 1, allow_nan=False),
    ),
    labels=st.lists(st.tuples(words, words), max_size=2).map(tuple),
)


@given(prompts)
def test_a_prompt_survives_the_way_through_json(prompt: Prompt) -> None:
    back = PromptReader().read(from_json(to_json(prompt.canonical())))

    assert back == prompt
    assert back.id == prompt.id


def test_candidates_come_back_in_the_order_of_adding(store: Store) -> None:
    child = Candidate(
        Prompt("Be brief."),
        "B3",
        label="shorter",
        parents=(making.PROMPTS[1].id, making.PROMPTS[0].id),
        proposer="shorten",
        reason="long answers lost",
        hypothesis="fewer words win",
        added_at="2026-01-02T03:04:05.000Z",
    )

    assert store.add_candidate(child) is True

    found = store.candidates()
    assert [candidate.handle for candidate in found] == ["Start", "B1", "B2", "B3"]
    assert [candidate.start for candidate in found] == [True, False, False, False]
    assert found[-1] == child
    assert found[0].added_at


def test_adding_a_prompt_again_changes_nothing(store: Store) -> None:
    before = store.candidates()
    again = replace(making.PROMPTS[1], handle="B9", parents=(making.PROMPTS[0].id,))

    assert store.add_candidate(again) is False
    assert store.candidates() == before


def test_a_candidate_whose_parent_is_unknown_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.add_candidate(Candidate(Prompt("New"), "B3", parents=("nobody",)))

    assert len(store.candidates()) == 3


def test_the_start_prompt_may_change(store: Store) -> None:
    store.update_project(start_prompt=making.PROMPTS[2].id)

    assert [candidate.start for candidate in store.candidates()] == [False, False, True]


def test_archive_and_pin(store: Store) -> None:
    prompt_id = making.PROMPTS[1].id

    store.set_archived(prompt_id, True)
    store.set_pinned(prompt_id, True)

    changed = store.candidates()[1]
    assert (changed.archived, changed.pinned, changed.name) == (True, True, "B1: shorter")
    store.set_archived(prompt_id, False)
    assert not store.candidates()[1].archived


def test_changing_an_unknown_prompt_is_a_key_error(store: Store) -> None:
    with pytest.raises(KeyError):
        store.set_archived("nobody", True)


def test_the_stored_text_is_the_one_the_id_is_the_hash_of(store: Store) -> None:
    with sqlite3.connect(store.path) as other:
        (content,) = other.execute("SELECT content FROM prompt WHERE handle = 'Start'").fetchone()
    other.close()

    assert json.loads(content) == json.loads(json.dumps(making.PROMPTS[0].prompt.canonical()))
    assert content == json.dumps(json.loads(content), sort_keys=True, separators=(",", ":"))
