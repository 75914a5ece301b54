"""Instructions come apart into phrases and together again, and no edit loses what must stay."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.components import load_components
from optimizer.proposing.moves.crossing import crossed
from optimizer.proposing.moves.keeping import keeps_all
from optimizer.proposing.moves.mutating import mutate
from optimizer.proposing.moves.phrase_edits import (
    ADD_BACK,
    SWAP,
    PhraseEdit,
    lost_phrases,
    phrase_edits,
)
from optimizer.proposing.moves.phrases import join_phrases, split_phrases
from optimizer.proposing.moves.vectors import distance, vectors
from optimizer.records import Prompt
from tests.optimizer.proposing.playing import family, pool
from tests.optimizer.proposing.pools import START, Scripted, label_task

ROUTING = Prompt(
    "What is it about: payment, delivery or login?\n\nBe exact. Say nothing else.\n"
    "Subject: {{subject}}\nMessage: {{message}}"
)


@given(st.text(max_size=200))
def test_phrases_come_together_to_the_same_text(text: str) -> None:
    assert join_phrases(split_phrases(text)) == text.strip()


def test_sentences_lines_and_long_clauses_are_phrases_and_lists_are_none() -> None:
    texts = [phrase.text for phrase in split_phrases(ROUTING.instruction)]
    assert texts == [
        "What is it about: payment, delivery or login?",
        "Be exact.",
        "Say nothing else.",
        "Subject: {{subject}}",
        "Message: {{message}}",
    ]
    clauses = split_phrases("Answer the question fully, but keep it short.")
    assert [phrase.text for phrase in clauses] == [
        "Answer the question fully,",
        "but keep it short.",
    ]


def test_components_of_the_library_stay_whole() -> None:
    for component in load_components():
        assert [phrase.text for phrase in split_phrases(component.text)] == [component.text]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_a_chain_of_edits_never_loses_what_must_stay(seed: int) -> None:
    rng = Random(seed)
    task = replace(label_task("payment", "delivery", "login"), locks=("Be exact.",))
    members = family(ROUTING)
    for _ in range(8):
        snap = pool(members, {}, task=task)
        mutation = mutate(snap, members[-1], None, rng, "test")
        assert mutation is not None
        assert keeps_all(task, ROUTING, mutation.prompt)
        assert mutation.edit.label
        assert mutation.edit.reason
        child = family(ROUTING, mutation.prompt)[1]
        members.append(replace(child, parents=(members[-1].id,)))


def test_what_an_ancestor_said_can_come_back() -> None:
    shorter = replace(START, instruction="Keep it short.")
    snap = pool(family(START, shorter), {})
    assert lost_phrases(snap, snap.candidates[1]) == ["Reply to the customer."]
    back = [
        child for edit, child in phrase_edits(snap, snap.candidates[1]) if edit.action == ADD_BACK
    ]
    assert [child.instruction for child in back] == ["Keep it short.\nReply to the customer."]


def test_swapped_phrases_keep_the_white_space_where_it_was() -> None:
    snap = pool(family(START), {})
    swaps = [child for edit, child in phrase_edits(snap, snap.start) if edit.action == SWAP]
    assert [child.instruction for child in swaps] == ["Keep it short. Reply to the customer."]


def test_a_writer_says_one_phrase_in_other_words_and_junk_is_not_taken() -> None:
    snap = pool(family(START), {})
    for seed in range(30):
        mutation = mutate(snap, snap.start, Scripted("Be brief."), Random(seed), "test")
        assert mutation is not None
        if mutation.wording_hash:
            assert "Be brief." in mutation.prompt.instruction
            break
    else:
        raise AssertionError("the writer was never asked")
    for seed in range(30):
        mutation = mutate(snap, snap.start, Scripted(""), Random(seed), "test")
        assert mutation is not None
        assert not mutation.wording_hash


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_a_crossing_holds_only_phrases_of_its_parents(seed: int) -> None:
    other = replace(
        ROUTING, instruction=f"Answer with one word.\n{ROUTING.instruction}\nThink of the customer."
    )
    task = label_task("payment", "delivery", "login")
    child = crossed(task, ROUTING, other, Random(seed))
    known = {
        p.text for p in (*split_phrases(ROUTING.instruction), *split_phrases(other.instruction))
    }
    assert {phrase.text for phrase in split_phrases(child.instruction)} <= known
    assert keeps_all(task, ROUTING, child)


def test_texts_of_the_same_words_are_near() -> None:
    assert distance("Be kind to people", "be kind, to people!") < 1e-9
    assert distance("Be kind to people", "be kind to animals") < 0.8
    assert distance("Be kind to people", "Write Latin verse") > 0.8
    assert distance("", "") == 0.0
    assert distance("", "word") == 1.0
    assert vectors(["", "a b"]).shape == (2, 512)


def edits_of(prompt: Prompt) -> list[PhraseEdit]:
    snap = pool(family(prompt), {})
    return [edit for edit, _ in phrase_edits(snap, snap.start)]


def test_a_prompt_of_hundreds_of_sentences_is_not_swapped_in_every_way() -> None:
    few = replace(START, instruction="\n".join(f"Rule {n} holds." for n in range(40)))
    many = replace(START, instruction="\n".join(f"Rule {n} holds." for n in range(250)))
    some, others = ([edit for edit in edits_of(p) if edit.action == SWAP] for p in (few, many))
    assert len(some) == 40 * 39 // 2
    assert len(others) <= 800
    assert len({text for edit in others for text in edit.gone}) == 250, "each has its turn"
