"""Prompts that call labels by words of their own are mixed in the words of one of them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.metrics.labels import word_for
from optimizer.proposing.capo import Capo
from optimizer.proposing.mipro.factors import factors
from optimizer.proposing.moves.crossing import crossed
from optimizer.proposing.moves.verbalizers import in_words_of, with_words
from optimizer.proposing.plum.harmony import Harmony
from optimizer.records import Demonstration, Example, InputField, Layout, Prompt, Proposal
from tests.optimizer.proposing.playing import family, pool
from tests.optimizer.proposing.pools import label_task

LABELS = ("positive", "negative")
TASK = label_task(*LABELS)
ROWS = [Example(f"r{n}", {"text": f"Review {n}"}, LABELS[n % 2]) for n in range(12)]


def shown(number: int) -> Demonstration:
    return Demonstration((("text", f"Review {number}"),), LABELS[number % 2])


PLAIN = Prompt(
    "Is the review positive or negative?",
    fields=(InputField("text", "Review"),),
    demonstrations=(shown(0), shown(1)),
)
MOOD = replace(
    PLAIN,
    instruction="Read the review twice. Is its mood positive or negative?",
    demonstrations=(shown(2), shown(3)),
    layout=Layout(choices=LABELS, choice_weights=(0.0, 1.5)),
)
GOOD = with_words(MOOD, LABELS, {"positive": "good", "negative": "bad"})


def speaks_one_language(prompt: Prompt) -> bool:
    """Whether texts, examples and choices all call the labels as the prompt does."""
    own = {word_for(prompt, label) for label in LABELS}
    foreign = {"positive", "negative", "good", "bad"} - own
    text = f"{prompt.system} {prompt.instruction}"
    return (
        not any(word in text for word in foreign)
        and {item.answer for item in prompt.demonstrations} <= own
        and set(prompt.layout.choices) <= own
    )


def test_a_prompt_is_said_in_the_words_of_another() -> None:
    said = in_words_of(GOOD, PLAIN, LABELS)
    assert said == replace(MOOD, layout=replace(MOOD.layout, choice_weights=()))
    assert in_words_of(MOOD, PLAIN, LABELS) == MOOD, "nothing is lost where the words are the same"


def test_labels_are_exchanged_where_no_blanks_stand_between_words() -> None:
    prompt = Prompt("判断评论是正面还是负面，只回答正面或负面。")
    said = with_words(prompt, ("正面", "负面"), {"正面": "好评", "负面": "差评"})
    assert said.instruction == "判断评论是好评还是差评，只回答好评或差评。"
    mixed = with_words(Prompt("只回答positive或negative。"), LABELS, {"positive": "good"})
    assert mixed.instruction == "只回答good或negative。"
    kept = with_words(Prompt("Not positively, positive."), LABELS, {"positive": "good"})
    assert kept.instruction == "Not positively, good."


def test_children_of_two_prompts_call_the_labels_by_one_set_of_words() -> None:
    snap = pool(family(PLAIN, GOOD), {PLAIN.id: 1.0, GOOD.id: 1.0}, task=TASK, examples=ROWS)
    made: list[Proposal] = []
    for seed in range(30):
        made += Capo().propose(snap, None, Random(seed))
        made += Harmony().propose(snap, None, Random(seed))
    assert {len(each.parents) for each in made} == {1, 2}
    assert all(speaks_one_language(each.prompt) for each in made)
    for seed in range(30):
        assert speaks_one_language(crossed(TASK, PLAIN, GOOD, Random(seed)))
        assert speaks_one_language(crossed(TASK, GOOD, PLAIN, Random(seed)))


def test_what_mipro_combines_is_in_the_start_prompts_words_and_without_weights() -> None:
    snap = pool(family(PLAIN, GOOD, MOOD), {}, task=TASK, examples=ROWS)
    found = factors(snap, 2, 3, 2, layouts=3)
    for text in range(len(found.texts)):
        for shown_set in range(len(found.sets)):
            for layout in range(len(found.layouts)):
                child = found.prompt(PLAIN, text, shown_set, layout)
                assert speaks_one_language(child)
                assert child.layout.choice_weights == ()
