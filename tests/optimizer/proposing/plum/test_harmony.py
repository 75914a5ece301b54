"""Harmony search composes an instruction phrase by phrase out of its memory."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.components import load_components
from optimizer.proposing.moves.keeping import keeps_all
from optimizer.proposing.moves.phrases import split_phrases
from optimizer.proposing.plum.harmony import Harmony
from optimizer.records import Prompt
from tests.optimizer.proposing.playing import Play, family, lead, phrase_worth, pool
from tests.optimizer.proposing.pools import START, label_task

A = Prompt("Reply kindly. Use few words. Sign with a name.", fields=START.fields)
B = Prompt("Think first. Give the date. Say thank you.", fields=START.fields)
LIBRARY = {component.text for component in load_components()}


def test_every_phrase_comes_from_the_same_place_of_a_member_or_is_new() -> None:
    snap = pool(family(START, A, B), {START.id: 0.0, A.id: 1.0, B.id: 1.0})
    parts = [[p.text for p in split_phrases(x.instruction)] for x in (A, B)]
    memory = Harmony(memory=2, considering=1.0, adjusting=0.0, growing=0.0)
    mixed = 0
    for seed in range(20):
        for made in memory.propose(snap, None, Random(seed)):
            texts = [p.text for p in split_phrases(made.prompt.instruction)]
            assert all(text in (parts[0][k], parts[1][k]) for k, text in enumerate(texts))
            mixed += set(made.parents) == {A.id, B.id}
    assert mixed


def test_without_the_memory_phrases_come_from_the_library() -> None:
    snap = pool(family(START, A), {START.id: 0.0, A.id: 1.0})
    made = Harmony(memory=1, considering=0.0).propose(snap, None, Random(0))[0]
    assert {p.text for p in split_phrases(made.prompt.instruction)} <= LIBRARY


def test_only_the_best_are_remembered() -> None:
    snap = pool(family(START, A, B), {START.id: 0.0, A.id: 1.0, B.id: 2.0})
    for seed in range(10):
        for made in Harmony(memory=1).propose(snap, None, Random(seed)):
            assert made.parents == (B.id,)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_placeholders_and_labels_stay(seed: int) -> None:
    start = Prompt("Is it delivery or payment?\nBe exact.\nText: {{message}}\nAnswer in one word.")
    task = label_task("delivery", "payment")
    play = Play(Harmony(), phrase_worth(seed), start=start, task=task).run(6, seed)
    assert all(keeps_all(task, start, member.prompt) for member in play.members)


def test_the_same_record_and_chance_give_the_same_child() -> None:
    snap = Play(Harmony(), phrase_worth(2)).run(12, seed=2).snapshot
    assert Harmony().propose(snap, None, Random(3)) == Harmony().propose(snap, None, Random(3))


def test_it_is_better_than_random_search_at_the_same_number_of_children() -> None:
    assert lead(Harmony, children=40, seeds=8) > 0
